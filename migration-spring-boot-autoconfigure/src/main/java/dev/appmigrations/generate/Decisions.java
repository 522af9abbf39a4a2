package dev.appmigrations.generate;

import dev.appmigrations.engine.ddl.QuotedIdentifier;
import dev.appmigrations.engine.shape.ColumnShape;
import dev.appmigrations.engine.shape.DependentShape;
import dev.appmigrations.engine.shape.TableShape;
import dev.appmigrations.engine.shape.TriggerShape;
import org.jspecify.annotations.Nullable;

/**
 * What names a column and is not carried over by itself: views, functions and triggers.
 * Each becomes a decision that fails the file until somebody has taken it.
 */
final class Decisions {

	private final TableShape table;

	private final String old;

	private final @Nullable String replacement;

	Decisions(ReplacedColumn column) {
		this(column.table(), column.old().name(), column.sql());
	}

	private Decisions(TableShape table, String old, @Nullable String replacement) {
		this.table = table;
		this.old = old;
		this.replacement = replacement;
	}

	/** Adds what names a column that is to be dropped. */
	static void dropped(TableShape table, ColumnShape column, FileText file) {
		Decisions decisions = new Decisions(table, column.name(), null);
		decisions.add(file);
		table.policies().forEach((policy) -> {
			if (policy.columns().contains(column.name())) {
				file.decision(
						"policy " + QuotedIdentifier.of(policy.name()) + " of " + table.sql() + " uses " + column.sql(),
						"using: " + policy.using(), "with check: " + policy.check());
			}
		});
	}

	/** Adds them to a file. */
	void add(FileText file) {
		for (DependentShape dependent : this.table.dependents()) {
			if (this.old.equals(dependent.column())) {
				dependent(dependent, file);
			}
		}
		for (TriggerShape trigger : this.table.triggers()) {
			boolean named = trigger.columns().contains(this.old);
			if (named || Expressions.mentions(trigger.source(), this.old)) {
				file.decision("trigger " + QuotedIdentifier.of(trigger.name()) + " on " + this.table.sql()
						+ ((named) ? " names " : " runs a function that may name ") + QuotedIdentifier.of(this.old),
						trigger.definition(), trigger.source().strip());
			}
		}
	}

	private void dependent(DependentShape dependent, FileText file) {
		String definition = (dependent.definition() != null) ? dependent.definition() : "";
		String uses = " uses " + this.table.sql() + "." + QuotedIdentifier.of(this.old)
				+ ((this.replacement != null) ? ", which becomes " + this.replacement : ", which goes");
		switch (dependent.kind()) {
			case VIEW -> file.decision("view " + dependent.name() + uses,
					"CREATE OR REPLACE VIEW " + dependent.name() + " AS", definition);
			case MATERIALIZED_VIEW -> file.decision("materialized view " + dependent.name() + uses,
					"CREATE MATERIALIZED VIEW " + dependent.name() + " AS", definition);
			case FUNCTION -> file.decision("function " + dependent.name() + uses, definition);
			case RULE, OTHER -> file.decision(dependent.name() + uses, definition);
			case STATISTICS, GENERATED_COLUMN -> {
				// Statistics are carried over; generated columns are refused.
			}
		}
	}

}
