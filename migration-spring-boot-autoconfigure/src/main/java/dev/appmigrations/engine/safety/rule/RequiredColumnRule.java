package dev.appmigrations.engine.safety.rule;

import java.util.function.Consumer;

import dev.appmigrations.engine.ddl.ColumnDefinition;
import dev.appmigrations.engine.ddl.Constraint;
import dev.appmigrations.engine.ddl.TableAction;
import dev.appmigrations.engine.ddl.TypeName;
import dev.appmigrations.engine.safety.facts.RelationFacts;

/**
 * {@code ADD COLUMN … NOT NULL} without a default.
 */
record RequiredColumnRule() implements TableActionRule<TableAction.AddColumn> {

	@Override
	public String id() {
		return "add-column-not-null-without-default";
	}

	@Override
	public Harm harm() {
		return Harm.BREAKS_OLD_RELEASE;
	}

	@Override
	public String explanation() {
		return """
				The release that is running does not know the column, so that each of its insertions
				fails. Where the table has rows, the statement itself fails. With a default both work;
				without one, the column has to be nullable until the older release is gone and all rows
				are filled.""";
	}

	@Override
	public Example example() {
		return Example.of("""
				CREATE TABLE users (id bigint PRIMARY KEY);
				""", """
				ALTER TABLE users ADD COLUMN email text NOT NULL;
				""", """
				ALTER TABLE users ADD COLUMN email text NOT NULL DEFAULT '';
				""", new Example.Proof.Breaks("INSERT INTO users (id) VALUES (7)"));
	}

	@Override
	public Class<TableAction.AddColumn> action() {
		return TableAction.AddColumn.class;
	}

	@Override
	public void check(TableAction.AddColumn action, ActionSite site, Consumer<Hazard> hazards) {
		ColumnDefinition column = action.column();
		TypeName type = column.type();
		boolean filled = column.has(Constraint.Default.class) || column.has(Constraint.Identity.class)
				|| column.has(Constraint.Generated.class) || (type != null && type.isSerial());
		boolean primary = column.constraints(Constraint.Unique.class).stream().anyMatch(Constraint.Unique::primary);
		if (!filled && (primary || column.has(Constraint.NotNull.class))) {
			String name = Names.sql(column.name());
			Hazard hazard = Hazard.of(action.range(), site.table(), Effect.BRIEF,
					"The release that is running does not fill " + name + ": its insertions into " + site.name()
							+ " fail",
					site.alterTable() + "ADD COLUMN " + name + " " + Columns.type(column, site)
							+ ";\n-- fill it, and let the new release write it; then, when the older release is gone:\n"
							+ Recipes.notNull(site, column.name()));
			RelationFacts facts = site.table().facts();
			hazards.accept((facts != null && Boolean.FALSE.equals(facts.empty()))
					? hazard.because("the table has rows, so that the statement itself fails") : hazard);
		}
	}

}
