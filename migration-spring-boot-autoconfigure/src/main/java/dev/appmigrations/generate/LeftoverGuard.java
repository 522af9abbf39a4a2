package dev.appmigrations.generate;

import java.util.Set;
import java.util.TreeSet;

import dev.appmigrations.engine.migration.WrittenName;
import dev.appmigrations.engine.shape.TableShape;

/**
 * The statement that stops before a column is dropped if something goes with it that was
 * not there when the migrations were written: indexes and constraints that name a column
 * go with it without a word.
 */
final class LeftoverGuard {

	private LeftoverGuard() {
	}

	/**
	 * Returns the statement.
	 * @param table the table
	 * @param column the name of the column
	 */
	static String statement(TableShape table, String column) {
		String names = String.join(", ", known(table, column).stream().map(Quoting::literal).toList());
		String body = """

				DECLARE
				    lost text;
				BEGIN
				    SELECT string_agg(pg_catalog.pg_describe_object(d.classid, d.objid, d.objsubid), ', ') INTO lost
				    FROM pg_catalog.pg_depend d
				    JOIN pg_catalog.pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
				    LEFT JOIN pg_catalog.pg_constraint k ON d.classid = 'pg_catalog.pg_constraint'::regclass AND k.oid = d.objid
				    LEFT JOIN pg_catalog.pg_class c ON d.classid = 'pg_catalog.pg_class'::regclass AND c.oid = d.objid
				    LEFT JOIN pg_catalog.pg_statistic_ext s ON d.classid = 'pg_catalog.pg_statistic_ext'::regclass AND s.oid = d.objid
				    WHERE d.refclassid = 'pg_catalog.pg_class'::regclass AND d.refobjid = %s::regclass
				        AND a.attname = %s AND coalesce(k.conname, c.relname, s.stxname) IS NOT NULL
				        AND coalesce(k.conname, c.relname, s.stxname)::text <> ALL (ARRAY[%s]::text[]);
				    IF lost IS NOT NULL THEN
				        RAISE EXCEPTION 'dropping the column would drop what was added since this file was written: %%', lost;
				    END IF;
				END
				"""
			.formatted(Quoting.literal(table.sql()), Quoting.literal(column), names);
		return "DO " + Quoting.dollar(body, "guard");
	}

	/** The names of indexes, constraints and statistics that were there. */
	private static Set<String> known(TableShape table, String column) {
		Set<String> known = new TreeSet<>();
		table.constraints()
			.stream()
			.filter((constraint) -> constraint.own() && constraint.columns().contains(column))
			.forEach((constraint) -> known.add(constraint.name()));
		table.indexes()
			.stream()
			.filter((index) -> index.columns().contains(column))
			.forEach((index) -> known.add(index.name()));
		table.statistics(column).forEach((statistics) -> known.add(WrittenName.of(statistics.name()).name()));
		return known;
	}

}
