package dev.appmigrations.engine.psql;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

import dev.appmigrations.engine.backfill.BackfillScript;
import dev.appmigrations.engine.history.BackfillTable;
import dev.appmigrations.engine.history.HistoryTables;
import dev.appmigrations.engine.history.Progress.Direction;
import dev.appmigrations.engine.history.RunHistory;
import dev.appmigrations.engine.jdbc.Sql;
import dev.appmigrations.engine.lock.AdvisoryLock;
import dev.appmigrations.engine.migration.BackfillMigration;
import dev.appmigrations.engine.migration.BackfillSpec;
import dev.appmigrations.engine.migration.BackfillSpec.Verify;
import dev.appmigrations.engine.migration.ScriptPart;

/**
 * Writes a backfill for psql: a block of PL/pgSQL with a transaction for each batch, in
 * which the rows and the cursor of the progress commit together.
 * <ol>
 * <li>The progress gets its row, and instances leave it alone while the block works.
 * <li>Table and key are looked up, and have to be usable. Keys are texts, which are cast
 * to the types of their columns, so that all types with operators of PostgreSQL's own can
 * be walked.
 * <li>The greatest key is where the walk ends, however many rows come after it.
 * <li>A batch that meets a lock is tried again; any other error ends the script. The next
 * script, or an instance, goes on behind the last batch.
 * <li>The query of {@code verify} must return no row.
 * </ol>
 */
final class PsqlBackfill {

	/** Stands for a key until the text of a statement is cut there. */
	private static final String FROM = "\u0001from\u0001";

	private static final String TO = "\u0001to\u0001";

	private static final String WORKER = "'psql'::pg_catalog.text";

	private static final String LEASE = "pg_catalog.clock_timestamp() OPERATOR(pg_catalog.+) '5 min'::pg_catalog.interval";

	private final PsqlWriter out;

	private final PsqlContext context;

	private final BackfillMigration migration;

	private final BackfillSpec spec;

	private final ScriptPart part;

	private final Direction direction;

	private final PsqlPart.Guard guard;

	private final HistoryTables tables;

	/**
	 * Creates a writer.
	 * @param out receives the text
	 * @param context what all migrations of the script share
	 * @param migration the backfill
	 * @param direction {@code BACKFILL}, or {@code UNDO} for its rollback
	 * @param guard makes sure that the script was made for the history
	 */
	PsqlBackfill(PsqlWriter out, PsqlContext context, BackfillMigration migration, Direction direction,
			PsqlPart.Guard guard) {
		this.out = out;
		this.context = context;
		this.migration = migration;
		this.spec = migration.spec();
		this.part = (direction == Direction.UNDO) ? migration.file().rollback() : migration.file().up();
		this.direction = direction;
		this.guard = guard;
		this.tables = context.history().tables();
	}

	/**
	 * Writes it.
	 * @param records the statements that record that it is done
	 * @throws IOException if the text cannot be written
	 */
	void write(List<String> records) throws IOException {
		RunHistory history = this.context.history();
		BackfillTable table = new BackfillTable(this.tables, history.trust(), this.migration.name(), this.direction);
		begin();
		this.out.records(table.prepare());
		this.out.records(List
			.of(table.register(this.migration.checksum().value(), this.spec.definition(), this.spec.size().first())));
		this.out.statement("COMMIT");
		this.out.comment("In batches of " + this.spec.size().first()
				+ " rows, a transaction for each: what is committed is not done again.");
		this.out.block(walk());
		if (this.spec.verify() instanceof Verify.Query query) {
			this.out.block(verify(query));
		}
		begin();
		this.out.statements(PsqlPart.RESET_ROLE);
		this.out.records(records);
		this.out.records(table.clearUnlessSkipped());
		this.out.statement("COMMIT");
		this.out.statements(List.of("DISCARD TEMP", "RESET ALL"));
		PsqlPart.settings(this.out, this.context);
	}

	private void begin() throws IOException {
		this.out.statement("BEGIN");
		PsqlPart.guardLock(this.out, this.tables);
		this.out.guard(this.guard.query(), this.guard.message(), this.guard.hint());
	}

	private String walk() {
		return String.join("\n", "DECLARE", "w_table pg_catalog.regclass;", "w_names pg_catalog.text[];",
				"w_types pg_catalog.text[];", "w_numbers pg_catalog.int2[];", "w_nulls pg_catalog.bool;",
				"w_list pg_catalog.text;", "w_texts pg_catalog.text;", "w_order pg_catalog.text;",
				"w_bound pg_catalog.text[];", "w_cursor pg_catalog.text[];", "w_first pg_catalog.text[];",
				"w_last pg_catalog.text[];", "w_rows pg_catalog.int8;", "w_from pg_catalog.text;",
				"w_to pg_catalog.text;", "w_condition pg_catalog.text;", "w_failure pg_catalog.text;",
				"w_tries pg_catalog.int4 := 0;", "w_start pg_catalog.timestamptz;", "BEGIN", acquire(), table(), loop(),
				"END;");
	}

	/** Instances leave the row alone while its lease lasts. */
	private String acquire() {
		return "UPDATE " + this.tables.progressTable() + " p SET worker = " + WORKER + ", lease_until = " + LEASE
				+ ", state = 'running', started_at = coalesce(p.started_at, pg_catalog.clock_timestamp()) WHERE "
				+ row()
				+ " AND p.state OPERATOR(pg_catalog.=) ANY ('{pending,running,verifying,failed}'::pg_catalog.text[])"
				+ " AND (p.worker IS NULL OR p.worker OPERATOR(pg_catalog.=) " + WORKER
				+ " OR p.lease_until IS NULL OR p.lease_until OPERATOR(pg_catalog.<) pg_catalog.clock_timestamp());\n"
				+ "IF NOT FOUND THEN\n"
				+ PsqlWriter.raise("The backfill " + this.migration.name() + " is in other hands, or was paused.",
						"Nothing of it was run. Wait until it is done, or end the instance that works on it.")
				+ "\nEND IF;\nCOMMIT;";
	}

	private String row() {
		return "p.migration_name OPERATOR(pg_catalog.=) " + Sql.literal(this.migration.name())
				+ " AND p.direction OPERATOR(pg_catalog.=) " + Sql.literal(this.direction.label());
	}

	private String table() {
		String written = Sql.literal(this.spec.table());
		List<String> key = this.spec.keyNames();
		String names = (key.isEmpty())
				? "(SELECT pg_catalog.array_agg(a.attname::pg_catalog.text ORDER BY k.n) FROM pg_catalog.pg_index i,"
						+ " pg_catalog.unnest(i.indkey::pg_catalog.int2[]) WITH ORDINALITY k (attnum, n),"
						+ " pg_catalog.pg_attribute a WHERE i.indrelid OPERATOR(pg_catalog.=) w_table::pg_catalog.oid"
						+ " AND i.indisprimary AND k.n OPERATOR(pg_catalog.<=) i.indnkeyatts::pg_catalog.int8"
						+ " AND a.attrelid OPERATOR(pg_catalog.=) i.indrelid AND a.attnum OPERATOR(pg_catalog.=) k.attnum)"
				: Sql.names(key) + "::pg_catalog.text[]";
		String equal = "pg_catalog.array_to_string((i.indkey::pg_catalog.int2[])[0:i.indnkeyatts OPERATOR(pg_catalog.-) 1],"
				+ " ',') OPERATOR(pg_catalog.=) pg_catalog.array_to_string(w_numbers, ',')";
		return "w_table := pg_catalog.to_regclass(" + written + ");\nIF w_table IS NULL THEN\n"
				+ PsqlWriter.raise("There is no table " + this.spec.table() + " to walk.", "Correct the directive.")
				+ "\nEND IF;\nw_names := " + names + ";\n"
				+ "SELECT pg_catalog.array_agg(pg_catalog.format_type(a.atttypid, '-1'::pg_catalog.int4) ORDER BY k.n),"
				+ " pg_catalog.array_agg(a.attnum ORDER BY k.n), pg_catalog.bool_and(a.attnotnull)"
				+ " INTO w_types, w_numbers, w_nulls FROM pg_catalog.unnest(w_names) WITH ORDINALITY k (name, n),"
				+ " pg_catalog.pg_attribute a WHERE a.attrelid OPERATOR(pg_catalog.=) w_table::pg_catalog.oid"
				+ " AND a.attname::pg_catalog.text OPERATOR(pg_catalog.=) k.name AND a.attnum OPERATOR(pg_catalog.>) 0::pg_catalog.int2"
				+ " AND NOT a.attisdropped;\nIF w_names IS NULL OR w_nulls IS NOT TRUE"
				+ " OR pg_catalog.cardinality(w_types) OPERATOR(pg_catalog.<>) pg_catalog.cardinality(w_names)"
				+ " OR NOT EXISTS (SELECT FROM pg_catalog.pg_index i WHERE i.indrelid OPERATOR(pg_catalog.=)"
				+ " w_table::pg_catalog.oid AND i.indisunique AND i.indisvalid AND i.indimmediate"
				+ ((this.spec.where() != null) ? "" : " AND i.indpred IS NULL") + " AND " + equal + ") THEN\n"
				+ PsqlWriter.raise(
						this.spec.table() + " cannot be walked: the key is not unique, may be NULL, or is not there.",
						"Name columns that are NOT NULL and have a unique index.")
				+ "\nEND IF;\n" + "SELECT pg_catalog.string_agg(pg_catalog.quote_ident(k.name), ', ' ORDER BY k.n),"
				+ " pg_catalog.string_agg(pg_catalog.format('pg_catalog.format(''%%s'', %I)', k.name), ', ' ORDER BY k.n),"
				+ " pg_catalog.string_agg(pg_catalog.quote_ident(k.name) OPERATOR(pg_catalog.||) "
				+ Sql.literal((this.spec.descending()) ? " DESC" : "")
				+ ", ', ' ORDER BY k.n) INTO w_list, w_texts, w_order"
				+ " FROM pg_catalog.unnest(w_names) WITH ORDINALITY k (name, n);";
	}

	/** SQL for a key, as a list of values. */
	private static String values(String key) {
		return "(SELECT pg_catalog.string_agg(pg_catalog.format('CAST(%L AS %s)', k.value, w_types[k.n]), ', ' ORDER BY k.n)"
				+ " FROM pg_catalog.unnest(" + key + ") WITH ORDINALITY k (value, n))";
	}

	private String loop() {
		String where = (this.spec.where() != null) ? " AND (" + this.spec.where() + ")" : "";
		String ahead = (this.spec.descending()) ? "<" : ">";
		String rows = "EXECUTE pg_catalog.format('WITH b AS (SELECT %1$s, pg_catalog.row_number() OVER (ORDER BY %3$s) AS w_n FROM %4$s WHERE '";
		return "LOOP\n" + settings() + "SELECT " + Sql.texts("p.cursor") + ", " + Sql.texts("p.upper_bound")
				+ " INTO STRICT w_cursor, w_bound FROM " + this.tables.progressTable() + " p WHERE " + row()
				+ " FOR UPDATE;\nIF w_bound IS NULL THEN\n"
				+ "EXECUTE pg_catalog.format('SELECT ARRAY[%2$s] FROM (SELECT %1$s FROM %3$s WHERE true"
				+ "', w_list, w_texts, w_table) OPERATOR(pg_catalog.||) " + Sql.literal(where)
				+ " OPERATOR(pg_catalog.||) pg_catalog.format(' ORDER BY %s LIMIT 1) b',"
				+ " (SELECT pg_catalog.string_agg(pg_catalog.quote_ident(k.name) OPERATOR(pg_catalog.||) ' DESC', ', ' ORDER BY k.n)"
				+ " FROM pg_catalog.unnest(w_names) WITH ORDINALITY k (name, n))) INTO w_bound;\n"
				+ "EXIT WHEN w_bound IS NULL;\nEND IF;\n"
				+ "w_condition := pg_catalog.format('(%1$s) OPERATOR(pg_catalog.<=) (%2$s)', w_list, "
				+ values("w_bound")
				+ ");\nIF w_cursor IS NOT NULL THEN\nw_condition := pg_catalog.format('%1$s AND (%2$s) OPERATOR(pg_catalog."
				+ ahead + ") (%3$s)', w_condition, w_list, " + values("w_cursor") + ");\nEND IF;\n" + rows
				+ ", w_list, w_texts, w_order, w_table) OPERATOR(pg_catalog.||) w_condition OPERATOR(pg_catalog.||) "
				+ Sql.literal(where)
				+ " OPERATOR(pg_catalog.||) pg_catalog.format(' ORDER BY %1$s LIMIT %2$s) SELECT pg_catalog.count(*),"
				+ " (SELECT ARRAY[%3$s] FROM b ORDER BY w_n LIMIT 1), (SELECT ARRAY[%3$s] FROM b ORDER BY w_n DESC LIMIT 1)"
				+ " FROM b', w_order, " + this.spec.size().first() + ", w_texts) INTO w_rows, w_first, w_last;\n"
				+ "EXIT WHEN w_rows OPERATOR(pg_catalog.=) 0::pg_catalog.int8;\nw_from := "
				+ values((this.spec.descending()) ? "w_last" : "w_first") + ";\nw_to := "
				+ values((this.spec.descending()) ? "w_first" : "w_last")
				+ ";\nw_start := pg_catalog.clock_timestamp();\nw_failure := NULL;\nBEGIN\n" + statements()
				+ "EXCEPTION WHEN lock_not_available OR deadlock_detected OR serialization_failure THEN\n"
				+ "w_failure := SQLERRM;\nEND;\n" + behind() + "END LOOP;\nCOMMIT;";
	}

	private String settings() {
		return "IF NOT pg_catalog.pg_try_advisory_xact_lock(" + AdvisoryLock.key(this.tables.historyTable())
				+ ") THEN\n"
				+ PsqlWriter.raise("The lock of the migrations is in other hands.",
						"Wait until the other run has ended; then print a new script.")
				+ "\nEND IF;\nPERFORM pg_catalog.set_config('row_security', 'off', true),"
				+ " pg_catalog.set_config('lock_timeout', '200ms', true),"
				+ " pg_catalog.set_config('plan_cache_mode', 'force_custom_plan', true);\n";
	}

	/** The statements of the file, in pieces between which the keys stand. */
	private String statements() {
		BackfillScript script = BackfillScript.read(this.part, this.context.placeholders(), this.spec.key().size());
		StringBuilder text = new StringBuilder();
		for (String statement : script.bind(List.of(FROM), List.of(TO))) {
			List<String> pieces = new ArrayList<>();
			int start = 0;
			for (int i = 0; i < statement.length(); i++) {
				String marker = (statement.startsWith(FROM, i)) ? FROM : (statement.startsWith(TO, i)) ? TO : "";
				if (!marker.isEmpty()) {
					pieces.add(Sql.literal(statement.substring(start, i)));
					pieces.add((marker.equals(FROM)) ? "w_from" : "w_to");
					start = i + marker.length();
				}
			}
			pieces.add(Sql.literal(statement.substring(start)));
			text.append("EXECUTE ").append(String.join(" OPERATOR(pg_catalog.||) ", pieces)).append(";\n");
		}
		return text.toString();
	}

	/** A failed batch comes once more; behind any other the cursor moves. */
	private String behind() {
		BigDecimal pause = BigDecimal.valueOf((1 - this.spec.duty()) / this.spec.duty());
		return "IF w_failure IS NOT NULL THEN\nROLLBACK;\nw_tries := w_tries OPERATOR(pg_catalog.+) 1;\n"
				+ "IF w_tries OPERATOR(pg_catalog.>) 100 THEN\n"
				+ PsqlWriter.raise("Others have held what a batch needs, a hundred times.",
						"What was committed stays. Run a new script later: it goes on there.")
				+ "\nEND IF;\nPERFORM pg_catalog.pg_sleep(LEAST(w_tries::pg_catalog.float8 OPERATOR(pg_catalog.*)"
				+ " '0.1'::pg_catalog.float8, '5'::pg_catalog.float8));\nCOMMIT;\nCONTINUE;\nEND IF;\nw_tries := 0;\n"
				+ "UPDATE " + this.tables.progressTable()
				+ " p SET cursor = pg_catalog.textin(pg_catalog.array_out(w_last)), upper_bound ="
				+ " pg_catalog.textin(pg_catalog.array_out(w_bound)),"
				+ " rows_done = coalesce(p.rows_done, 0::pg_catalog.int8) OPERATOR(pg_catalog.+) w_rows, lease_until = "
				+ LEASE + ", updated_at = pg_catalog.clock_timestamp() WHERE " + row() + ";\nCOMMIT;\n"
				+ "PERFORM pg_catalog.pg_sleep(LEAST(EXTRACT(epoch FROM pg_catalog.clock_timestamp() OPERATOR(pg_catalog.-)"
				+ " w_start)::pg_catalog.float8 OPERATOR(pg_catalog.*) '" + pause.toPlainString()
				+ "'::pg_catalog.float8, '60'::pg_catalog.float8));\nCOMMIT;\n";
	}

	private String verify(Verify.Query query) {
		return String.join("\n", "DECLARE", "w_rows pg_catalog.int8;", "BEGIN",
				"PERFORM pg_catalog.set_config('row_security', 'off', true),"
						+ " pg_catalog.set_config('transaction_read_only', 'on', true);",
				"EXECUTE " + Sql.literal(
						"SELECT pg_catalog.count(*) FROM (SELECT FROM (" + query.sql() + ") w_left LIMIT 10) w_some")
						+ " INTO w_rows;",
				"IF w_rows OPERATOR(pg_catalog.>) 0::pg_catalog.int8 THEN",
				"RAISE EXCEPTION USING MESSAGE = "
						+ Sql.literal("The backfill " + this.migration.name() + " has left rows: ")
						+ " OPERATOR(pg_catalog.||) w_rows::pg_catalog.text OPERATOR(pg_catalog.||) ' or more', HINT = "
						+ Sql.literal("Look at them: " + query.sql()) + ";",
				"END IF;", "END;");
	}

}
