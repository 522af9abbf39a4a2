package dev.appmigrations.engine.psql;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

import dev.appmigrations.engine.execute.SettingReset;
import dev.appmigrations.engine.execute.StatementCursor;
import dev.appmigrations.engine.execute.TimeoutStatements;
import dev.appmigrations.engine.history.HistoryTables;
import dev.appmigrations.engine.jdbc.SessionWork;
import dev.appmigrations.engine.jdbc.Sql;
import dev.appmigrations.engine.lock.AdvisoryLock;
import dev.appmigrations.engine.migration.ScriptPart;
import dev.appmigrations.engine.migration.Timeouts;
import dev.appmigrations.engine.migration.Unit;
import dev.appmigrations.engine.sql.SqlStatement;
import dev.appmigrations.engine.sql.StatementKind;
import org.jspecify.annotations.Nullable;

/**
 * Writes one part of a migration for psql, statement by statement, so that no more of it
 * is in memory than the longest: its units in the transactions in which they run
 * otherwise, each behind its guards, and the record with the last of them.
 */
final class PsqlPart {

	static final List<String> RESET_ROLE = List.of("RESET SESSION AUTHORIZATION", "RESET ROLE");

	private final PsqlWriter out;

	private final PsqlContext context;

	private final ScriptPart part;

	private final Guard guard;

	private final PsqlText text = new PsqlText();

	PsqlPart(PsqlWriter out, PsqlContext context, ScriptPart part, Guard guard) {
		this.out = out;
		this.context = context;
		this.part = part;
		this.guard = guard;
	}

	/**
	 * Writes the part.
	 * @param records the statements that record that it is done
	 * @throws IOException if the script cannot be read, or the text not be written
	 */
	void write(List<String> records) throws IOException {
		// psql cannot go back: what may use a new value of an enum comes behind a COMMIT.
		List<Unit> units = (this.part.unitsWithValuesCommitted().isEmpty()) ? this.part.units()
				: this.part.unitsWithValuesCommitted();
		boolean recorded = false;
		try (StatementCursor cursor = new StatementCursor(this.context.placeholders().reader(this.part.script()),
				this.text)) {
			cursor.skipTo(this.part.statementsBefore());
			for (Unit unit : units) {
				if (unit.mode() == Unit.Mode.ALONE) {
					alone(cursor);
				}
				else {
					recorded = unit.number() == units.size();
					transaction(cursor, unit, (recorded) ? records : List.of());
				}
			}
		}
		if (!recorded) {
			open("BEGIN", null);
			close(records);
		}
		if (this.part.sessionState()) {
			this.out.statements(SessionWork.CLEAN_STATE);
		}
		this.out.statements(List.of("DISCARD TEMP", "RESET ALL"));
		settings(this.out, this.context);
	}

	/** Settings that a script takes back can hide objects that migrations need. */
	private void fallBack(@Nullable SettingReset reset) throws IOException {
		if (reset == null) {
			return;
		}
		if (reset.name() == null) {
			settings(this.out, this.context);
		}
		else {
			this.out.statements(limits(this.context).stream().filter(reset::isAbout).toList());
		}
		this.out.statements(
				TimeoutStatements.of(this.part.timeouts(), "SET LOCAL ").stream().filter(reset::isAbout).toList());
	}

	private static List<String> limits(PsqlContext context) {
		Duration lockTimeout = context.locks().lockTimeout();
		return List.of("SET client_encoding = 'UTF8'", "SET standard_conforming_strings = on",
				"SET default_transaction_isolation = 'read committed'", "SET statement_timeout = 0",
				"SET idle_in_transaction_session_timeout = 0", "SET lock_timeout = " + lockTimeout.toMillis());
	}

	/** Writes what migrations need of the session. */
	static void settings(PsqlWriter out, PsqlContext context) throws IOException {
		out.statements(limits(context));
		if (context.schema() != null) {
			out.block("  PERFORM pg_catalog.set_config('search_path', pg_catalog.concat_ws(', ', "
					+ Sql.literal(Sql.identifier(context.schema()))
					+ ", CASE WHEN pg_catalog.current_setting('search_path') OPERATOR(pg_catalog.<>) ''"
					+ " THEN pg_catalog.current_setting('search_path') END), false);");
		}
	}

	/** Writes the statement that takes the lock, or stops. */
	static void takeLock(PsqlWriter out, HistoryTables tables) throws IOException {
		long key = AdvisoryLock.key(tables.historyTable());
		out.block("IF NOT pg_catalog.pg_try_advisory_lock(" + key + ") THEN\n"
				+ PsqlWriter.raise("Another instance migrates this schema: it holds the advisory lock " + key + ".",
						"Nothing was run. Wait until it has ended, and look whether there is still something to do.")
				+ "\nEND IF;");
	}

	/** Writes the statement that makes sure that the lock is ours in a transaction. */
	static void guardLock(PsqlWriter out, HistoryTables tables) throws IOException {
		out.guard(
				"SELECT 1 OPERATOR(pg_catalog./) pg_catalog.pg_try_advisory_xact_lock("
						+ AdvisoryLock.key(tables.historyTable()) + ")::integer",
				"The lock of the migrations is in other hands.",
				"Wait until the other run has ended; then print a new script.");
	}

	private void transaction(StatementCursor cursor, Unit unit, List<String> records) throws IOException {
		List<String> roles = List.copyOf(cursor.roles());
		List<String> chained = List.copyOf(cursor.block());
		boolean open = false;
		while (cursor.position() < unit.lastStatement()) {
			SqlStatement statement = cursor.next();
			if (!open) {
				String begin = (statement.kind() == StatementKind.BEGIN) ? statement.text() : "BEGIN";
				if (statement.kind() == StatementKind.BEGIN && cursor.position() < unit.lastStatement()) {
					statement = cursor.next();
				}
				boolean mode = statement.kind() == StatementKind.SET_TRANSACTION;
				if (!chained.isEmpty()) {
					open(String.join(";\n", chained), null);
				}
				else {
					open(begin, (mode) ? statement : null);
				}
				this.out.statements(roles);
				open = true;
				if (mode && chained.isEmpty()) {
					continue;
				}
			}
			if (!statement.kind().transactionControl()) {
				this.out.statement(this.text.of(statement));
				if (statement.kind() == StatementKind.COPY_FROM_STDIN) {
					this.out.copyData(cursor.copyData());
				}
				fallBack(SettingReset.of(statement));
			}
		}
		if (!open) {
			open("BEGIN", null);
		}
		if (unit.mode() == Unit.Mode.ROLLED_BACK) {
			this.out.statement("ROLLBACK");
			open("BEGIN", null);
		}
		close(records);
	}

	/** The mode comes before any query of the transaction, those of the guards too. */
	private void open(String begin, @Nullable SqlStatement mode) throws IOException {
		this.out.statement(begin);
		if (mode != null) {
			this.out.statement(mode.text());
		}
		checkGuards();
		this.out.statements(TimeoutStatements.of(this.part.timeouts(), "SET LOCAL "));
	}

	private void checkGuards() throws IOException {
		guardLock(this.out, this.context.history().tables());
		this.out.guard(this.guard.query(), this.guard.message(), this.guard.hint());
	}

	private void close(List<String> records) throws IOException {
		this.out.statements(RESET_ROLE);
		this.out.records(records);
		this.out.statement("COMMIT");
	}

	private void alone(StatementCursor cursor) throws IOException {
		List<String> roles = List.copyOf(cursor.roles());
		SqlStatement statement = cursor.next();
		boolean concurrent = statement.kind().concurrent();
		this.out.comment("Outside a transaction: " + statement.kind().reason() + ".");
		checkGuards();
		this.out.statements(roles);
		if (concurrent && !cursor.limitsLocks()) {
			this.out.statement("SET lock_timeout = 0");
		}
		this.out.statements(TimeoutStatements.of(this.part.timeouts(), "SET "));
		this.out.statement(this.text.of(statement));
		this.out.statements(RESET_ROLE);
		if (statement.kind() == StatementKind.DISCARD_ALL) {
			takeLock(this.out, this.context.history().tables());
		}
		if (statement.kind() == StatementKind.DISCARD_ALL || concurrent
				|| !this.part.timeouts().equals(Timeouts.NONE)) {
			settings(this.out, this.context);
			this.out.statements(cursor.settings());
		}
	}

	/**
	 * A check that the history is the one the script was made for.
	 *
	 * @param query fails with {@code division_by_zero} if it is not
	 * @param message what is wrong then
	 * @param hint what to do then
	 */
	record Guard(String query, String message, String hint) {

	}

}
