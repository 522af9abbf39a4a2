package dev.appmigrations.engine.safety.rule;

import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

import dev.appmigrations.engine.ddl.AlterTable;
import dev.appmigrations.engine.ddl.TableAction;
import dev.appmigrations.engine.ddl.TextRange;
import dev.appmigrations.engine.safety.facts.DependentFacts;
import dev.appmigrations.engine.safety.facts.RelationFacts;
import dev.appmigrations.engine.safety.state.TableState;

/**
 * {@code ALTER COLUMN … TYPE} or {@code DROP COLUMN} of a column that a view or another
 * object uses.
 */
record DependentViewRule() implements Rule {

	@Override
	public String id() {
		return "view-blocks-type-change";
	}

	@Override
	public Harm harm() {
		return Harm.FAILS;
	}

	@Override
	public String explanation() {
		return """
				The server refuses it while a view, a rule, a policy or a generated column uses the
				column. They are dropped before, and made again behind it, in the same transaction.""";
	}

	@Override
	public Example example() {
		return Example.of("""
				CREATE TABLE users (id bigint PRIMARY KEY, name varchar(40));
				CREATE VIEW names AS SELECT name FROM users;
				""", """
				ALTER TABLE users ALTER COLUMN name TYPE text;
				""", """
				BEGIN;
				DROP VIEW names;
				ALTER TABLE users ALTER COLUMN name TYPE text;
				CREATE VIEW names AS SELECT name FROM users;
				COMMIT;
				""", new Example.Proof.Fails("0A000"));
	}

	@Override
	public void check(StatementSite site, Consumer<Hazard> hazards) {
		AlterTable alter = site.alterTable();
		RelationFacts facts = (alter != null) ? site.table(alter.table()).facts() : null;
		if (alter == null || facts == null) {
			return;
		}
		for (TableAction action : alter.actions()) {
			if (action instanceof TableAction.SetType set) {
				blocked(site, alter, set.column(), set.range(), facts, hazards, false);
			}
			else if (action instanceof TableAction.DropColumn drop && !drop.cascade()) {
				blocked(site, alter, drop.column(), drop.range(), facts, hazards, true);
			}
		}
	}

	private static void blocked(StatementSite site, AlterTable alter, String column, TextRange range,
			RelationFacts facts, Consumer<Hazard> hazards, boolean dropped) {
		List<String> dependents = facts.dependents()
			.stream()
			.filter((dependent) -> column.equals(dependent.column()) && blocks(dependent.kind(), dropped)
					&& stands(site, dependent))
			.map((dependent) -> dependent.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ') + " "
					+ Names.sql(dependent.name()))
			.distinct()
			.toList();
		if (!dependents.isEmpty()) {
			hazards.accept(Hazard
				.of(range, site.table(alter.table()), Effect.BRIEF,
						Names.sql(column) + " is used by " + String.join(", ", dependents),
						"-- drop " + String.join(", ", dependents)
								+ " before, and make them again behind it, in one transaction")
				.because("pg_depend: " + String.join(", ", dependents)));
		}
	}

	/** A pending migration may have dropped it. */
	private static boolean stands(StatementSite site, DependentFacts dependent) {
		boolean relation = dependent.kind() == DependentFacts.Kind.VIEW
				|| dependent.kind() == DependentFacts.Kind.MATERIALIZED_VIEW;
		return (relation) ? site.table(dependent.name()).origin() != TableState.Origin.ABSENT
				: !site.schema().isGone(dependent.name());
	}

	private static boolean blocks(DependentFacts.Kind kind, boolean dropped) {
		return switch (kind) {
			case VIEW, MATERIALIZED_VIEW, RULE, POLICY -> true;
			case GENERATED_COLUMN, TRIGGER, FUNCTION, PUBLICATION ->
				!dropped || kind != DependentFacts.Kind.GENERATED_COLUMN;
			case STATISTICS, OTHER -> false;
		};
	}

}
