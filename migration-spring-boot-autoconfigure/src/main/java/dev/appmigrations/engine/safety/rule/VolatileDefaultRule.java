package dev.appmigrations.engine.safety.rule;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import dev.appmigrations.engine.ddl.ColumnDefinition;
import dev.appmigrations.engine.ddl.Constraint;
import dev.appmigrations.engine.ddl.TableAction;

/**
 * {@code ADD COLUMN … DEFAULT} with a function that returns something else for each row.
 */
record VolatileDefaultRule() implements TableActionRule<TableAction.AddColumn> {

	@Override
	public String id() {
		return "add-column-volatile-default";
	}

	@Override
	public Harm harm() {
		return Harm.OFFLINE;
	}

	@Override
	public String explanation() {
		return """
				A default that is the same for all rows is stored once, in the catalogue. One that may
				differ for each row, such as gen_random_uuid() or clock_timestamp(), is computed for each
				row: the table and all its indexes are written anew, and nobody can read or write
				meanwhile. now() is the same for a whole transaction, and harmless.""";
	}

	@Override
	public Example example() {
		return Example.of("""
				CREATE TABLE orders (id bigint PRIMARY KEY, total numeric);
				INSERT INTO orders VALUES (1, 10);
				""", """
				ALTER TABLE orders ADD COLUMN token uuid DEFAULT gen_random_uuid();
				""", """
				ALTER TABLE orders ADD COLUMN token uuid;
				ALTER TABLE orders ALTER COLUMN token SET DEFAULT gen_random_uuid();
				""", Example.Proof.rewrite("ACCESS EXCLUSIVE", "orders"));
	}

	@Override
	public Class<TableAction.AddColumn> action() {
		return TableAction.AddColumn.class;
	}

	@Override
	public void check(TableAction.AddColumn action, ActionSite site, Consumer<Hazard> hazards) {
		ColumnDefinition column = action.column();
		for (Constraint.Default value : column.constraints(Constraint.Default.class)) {
			Volatilities functions = site.statement().volatilities(value.value());
			if (!functions.isEmpty()) {
				String name = Names.sql(column.name());
				Hazard hazard = Hazard
					.of(action.range(), site.table(), Effect.REWRITE,
							functions.function() + ((functions.isCertain()) ? " is" : " may be")
									+ " computed for each row of " + site.name() + ": the table is written anew",
							site.alterTable() + "ADD COLUMN " + name + " " + Columns.type(column, site) + ";\n"
									+ site.alterTable() + "ALTER COLUMN " + name + " SET DEFAULT "
									+ value.value().text() + ";\n-- then fill the rows that are there, in batches")
					.writtenBy("add-column", List.of(site.name() + "." + name, Columns.type(column, site)),
							Map.of("default", value.value().text()));
				hazards.accept((functions.isCertain()) ? hazard : hazard.uncertain());
			}
		}
	}

}
