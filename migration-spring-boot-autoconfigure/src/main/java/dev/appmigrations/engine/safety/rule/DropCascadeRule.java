package dev.appmigrations.engine.safety.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

import dev.appmigrations.engine.ddl.AlterTable;
import dev.appmigrations.engine.ddl.Drop;
import dev.appmigrations.engine.ddl.ObjectType;
import dev.appmigrations.engine.ddl.TableAction;
import dev.appmigrations.engine.ddl.TextRange;
import dev.appmigrations.engine.safety.facts.ConstraintFacts;
import dev.appmigrations.engine.safety.facts.RelationFacts;
import dev.appmigrations.engine.safety.state.TableState;
import dev.appmigrations.engine.sql.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * {@code DROP … CASCADE}.
 */
record DropCascadeRule() implements Rule {

	@Override
	public String id() {
		return "drop-cascade";
	}

	@Override
	public Harm harm() {
		return Harm.LOSES_DATA;
	}

	@Override
	public String explanation() {
		return """
				CASCADE drops whatever depends on the object, in this database perhaps more than where the
				migration was written: views, foreign keys, columns, and with a schema all its tables.
				Named one by one, nothing is dropped that nobody meant.""";
	}

	@Override
	public Example example() {
		return Example.of("""
				CREATE TABLE users (id bigint PRIMARY KEY);
				CREATE VIEW ids AS SELECT id FROM users;
				""", """
				DROP TABLE users CASCADE;
				""", """
				CREATE TABLE members (id bigint PRIMARY KEY);
				""", new Example.Proof.Loses("SELECT count(*) FROM pg_catalog.pg_class WHERE relname = 'ids'"));
	}

	@Override
	public void check(StatementSite site, Consumer<Hazard> hazards) {
		if (site.statement() instanceof Drop drop && drop.cascade()) {
			for (ObjectName name : drop.names()) {
				dropped(site, drop, name, hazards);
			}
		}
		AlterTable alter = site.alterTable();
		if (alter != null) {
			for (TableAction.DropColumn drop : alter.actions(TableAction.DropColumn.class)) {
				if (drop.cascade()) {
					accept(drop.range(), site.table(alter.table()), Names.sql(drop.column()),
							dependents(site.table(alter.table()), drop.column()), hazards);
				}
			}
			for (TableAction.DropConstraint drop : alter.actions(TableAction.DropConstraint.class)) {
				if (drop.cascade()) {
					accept(drop.range(), site.table(alter.table()), Names.sql(drop.constraint()), null, hazards);
				}
			}
		}
	}

	private static void dropped(StatementSite site, Drop drop, ObjectName name, Consumer<Hazard> hazards) {
		boolean relation = drop.type() == ObjectType.TABLE || drop.type() == ObjectType.VIEW
				|| drop.type() == ObjectType.MATERIALIZED_VIEW;
		TableState table = site.table(name);
		if (!relation) {
			hazards.accept(new Hazard(null, List.of(), Effect.BRIEF, true,
					"Whatever depends on " + Names.sql(name) + " is dropped too", "", List.of())
				.uncertain());
		}
		else if (!table.isNew() && table.origin() != TableState.Origin.ABSENT) {
			accept(null, table, Names.sql(name), dependents(table, null), hazards);
		}
	}

	private static void accept(@Nullable TextRange range, TableState table, String name,
			@Nullable List<String> dependents, Consumer<Hazard> hazards) {
		if (dependents == null) {
			hazards.accept(Hazard.of(range, table, Effect.BRIEF, "Whatever depends on " + name + " is dropped too", "")
				.uncertain());
		}
		else if (!dependents.isEmpty()) {
			hazards.accept(Hazard
				.of(range, table, Effect.BRIEF, "With " + name + " are dropped: " + String.join(", ", dependents), "")
				.because("pg_depend: " + String.join(", ", dependents)));
		}
	}

	/**
	 * What depends on a table, or on one of its columns; {@code null} if it is unknown.
	 */
	private static @Nullable List<String> dependents(TableState table, @Nullable String column) {
		RelationFacts facts = table.facts();
		if (facts == null) {
			return null;
		}
		List<String> dependents = new ArrayList<>();
		facts.dependents()
			.stream()
			.filter((dependent) -> column == null || column.equals(dependent.column()))
			.forEach((dependent) -> dependents.add(dependent.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ')
					+ " " + Names.sql(dependent.name())));
		if (column == null) {
			facts.constraints()
				.stream()
				.filter((constraint) -> constraint.kind() == ConstraintFacts.Kind.FOREIGN_KEY
						&& !constraint.table().equals(table.name()))
				.forEach((constraint) -> dependents
					.add("foreign key " + Names.sql(constraint.name()) + " of " + Names.sql(constraint.table())));
		}
		return dependents.stream().distinct().toList();
	}

}
