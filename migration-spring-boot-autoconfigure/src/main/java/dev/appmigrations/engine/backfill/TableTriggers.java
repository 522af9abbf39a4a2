package dev.appmigrations.engine.backfill;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import dev.appmigrations.engine.ddl.DdlStatement;
import dev.appmigrations.engine.ddl.Dml;
import dev.appmigrations.engine.jdbc.Rows;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.migration.ScriptPart;
import dev.appmigrations.engine.script.Placeholders;

/**
 * The triggers of a table that matter to a backfill: those that fire for each of its
 * rows, and those by which rows that others write are as the backfill would leave them.
 *
 * @param fired the triggers that fire for each row that the statements change, as
 * {@code name (function)}
 * @param keepsInStep whether a trigger for INSERT and one for UPDATE, possibly the same,
 * write what the statements write: before each row a column of the table, or beside it
 * the other table that the statements change
 */
record TableTriggers(List<String> fired, boolean keepsInStep) {

	/** See PostgreSQL: src/include/catalog/pg_trigger.h, TRIGGER_TYPE_ROW and so on. */
	private static final int BEFORE = 1 << 1;

	private static final int INSERT = 1 << 2;

	private static final int DELETE = 1 << 3;

	private static final int UPDATE = 1 << 4;

	/** Sessions fire those that are enabled as usual, or always: not as replicas do. */
	private static final String TRIGGERS = """
			SELECT pg_catalog.format('%%I (%%I.%%I)', t.tgname, n.nspname, p.proname) AS label, t.tgtype, p.prosrc,
			  (SELECT pg_catalog.string_agg(pg_catalog.quote_ident(a.attname::pg_catalog.text), ' '::pg_catalog.text)
			    FROM pg_catalog.unnest(t.tgattr::pg_catalog.int2[]) AS u (number) JOIN pg_catalog.pg_attribute a
			    ON a.attrelid OPERATOR(pg_catalog.=) t.tgrelid AND a.attnum OPERATOR(pg_catalog.=) u.number) AS columns
			FROM pg_catalog.pg_trigger t JOIN pg_catalog.pg_proc p ON p.oid OPERATOR(pg_catalog.=) t.tgfoid
			JOIN pg_catalog.pg_namespace n ON n.oid OPERATOR(pg_catalog.=) p.pronamespace
			WHERE t.tgrelid OPERATOR(pg_catalog.=) %s AND NOT t.tgisinternal
			  AND t.tgenabled OPERATOR(pg_catalog.=) ANY ('{O,A}'::pg_catalog."char"[])
			  AND t.tgtype OPERATOR(pg_catalog.&) 1::pg_catalog.int2 OPERATOR(pg_catalog.<>) 0::pg_catalog.int2
			ORDER BY t.tgname
			""";

	TableTriggers {
		fired = List.copyOf(fired);
	}

	/**
	 * Reads the triggers.
	 * @param session the connection, in no transaction
	 * @param table the table that is walked
	 * @param part the statements of the backfill
	 * @param placeholders what is replaced in them
	 * @return what they do
	 * @throws dev.appmigrations.engine.migration.MigrationException if the script cannot
	 * be read
	 */
	static TableTriggers read(Session session, WalkedTable table, ScriptPart part, Placeholders placeholders) {
		return read(session, table, Changes.of(RangedStatements.read(part, placeholders), table));
	}

	/**
	 * Reads the triggers of a table whose rows code changes, nobody knows how.
	 * @param session the connection, in no transaction
	 * @param table the table that is walked
	 * @return those that an UPDATE of any column fires; none that is known to keep
	 * anything in step
	 */
	static TableTriggers ofCode(Session session, WalkedTable table) {
		return read(session, table, new Changes(UPDATE, Set.of(), Set.of()));
	}

	private static TableTriggers read(Session session, WalkedTable table, Changes changes) {
		String oid = WalkedTableSql.oid(String.valueOf(table.oid()));
		Rows rows = session.query(List.of(TRIGGERS.formatted(oid))).rows(0);
		List<String> fired = new ArrayList<>();
		int kept = 0;
		for (int i = 0; i < rows.size(); i++) {
			int type = Integer.parseInt(rows.required(i, "tgtype"));
			String columns = rows.value(i, "columns");
			if ((type & changes.events()) != 0
					&& (columns == null || (type & changes.events()) != UPDATE || changes.updatesAny(columns))) {
				fired.add(rows.required(i, "label"));
			}
			if (changes.areWrittenBy(rows.required(i, "prosrc"), (type & BEFORE) != 0)) {
				kept |= type;
			}
		}
		return new TableTriggers(fired, (kept & INSERT) != 0 && (kept & UPDATE) != 0);
	}

	/**
	 * What the statements of a backfill change.
	 *
	 * @param events the events of triggers on the table that is walked
	 * @param columns the columns of that table
	 * @param others the names of other tables
	 */
	private record Changes(int events, Set<String> columns, Set<String> others) {

		static Changes of(List<RangedStatement> statements, WalkedTable table) {
			int events = 0;
			Set<String> columns = new HashSet<>();
			Set<String> others = new HashSet<>();
			for (RangedStatement statement : statements) {
				String text = statement.parsable();
				if (!(DdlStatement.of(text) instanceof Dml dml)) {
					continue;
				}
				if (!dml.target().name().equals(table.name())) {
					others.add(dml.target().name());
					continue;
				}
				events |= events(dml.kind());
				columns.addAll(ColumnWrites.ofStatement(text));
			}
			return new Changes(events, columns, others);
		}

		private static int events(Dml.Kind kind) {
			return switch (kind) {
				case INSERT, COPY -> INSERT;
				case UPDATE -> UPDATE;
				case DELETE -> DELETE;
				case MERGE -> INSERT | UPDATE | DELETE;
			};
		}

		/** The names are quoted where they have to be. */
		boolean updatesAny(String quoted) {
			return this.columns.stream().anyMatch((column) -> ColumnWrites.names(quoted, column));
		}

		boolean areWrittenBy(String source, boolean before) {
			if (before && ColumnWrites.ofFunction(source).stream().anyMatch(this.columns::contains)) {
				return true;
			}
			return this.others.stream().anyMatch((other) -> ColumnWrites.names(source, other));
		}

	}

}
