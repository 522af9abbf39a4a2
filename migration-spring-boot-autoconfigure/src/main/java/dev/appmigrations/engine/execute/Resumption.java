package dev.appmigrations.engine.execute;

import java.io.IOException;
import java.util.Map;

import dev.appmigrations.engine.execute.recovery.Recovery;
import dev.appmigrations.engine.execute.recovery.Recovery.Verdict;
import dev.appmigrations.engine.history.Progress;
import dev.appmigrations.engine.history.Progress.Intent;
import dev.appmigrations.engine.history.Progress.State;
import dev.appmigrations.engine.history.ProgressTable;
import dev.appmigrations.engine.jdbc.BatchFailedException;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.jdbc.StatementBatch;
import dev.appmigrations.engine.migration.Migration;
import dev.appmigrations.engine.migration.ScriptPart;
import dev.appmigrations.engine.sql.SqlStatement;
import dev.appmigrations.engine.sql.StatementKind;

/**
 * Brings a cursor and a new session to where an interrupted run stopped:
 * <ol>
 * <li>Go past the statements that are done, and make sure that they are what ran.
 * <li>Bring back the settings that they made in the session; roles come back with each
 * unit.
 * <li>Examine the statement whose intent has no checkpoint: done, to be run again, or for
 * a person to decide.
 * </ol>
 */
final class Resumption {

	private final ExecutionContext run;

	private final Migration migration;

	private final ScriptPart part;

	private final Progress progress;

	private final ProgressTable table;

	Resumption(ExecutionContext run, Migration migration, ScriptPart part, Progress progress) {
		this.run = run;
		this.migration = migration;
		this.part = part;
		this.progress = progress;
		this.table = run.history().progress();
	}

	/**
	 * Goes to where the run stopped.
	 * @param cursor stands at the start of the part
	 * @return the marks of the statements that are done
	 * @throws ResumeException if the run cannot go on without a person
	 * @throws UnitFailedException if the settings cannot be brought back
	 * @throws IOException if the script cannot be read
	 */
	String go(StatementCursor cursor) throws UnitFailedException, IOException {
		String marks = skip(cursor);
		try {
			// Names without a schema are resolved by the script's search path.
			bringBack(this.run.session(), cursor);
		}
		catch (BatchFailedException ex) {
			throw new UnitFailedException(ex, UnitRunner.Step.BEGIN, null);
		}
		Intent intent = this.progress.inDoubt();
		if (this.progress.state() == State.INTENT && intent != null && examine(intent) == Verdict.DONE) {
			SqlStatement statement = cursor.next();
			if (!StatementDigest.of(statement.text()).equals(StatementDigest.of(intent.statement()))) {
				throw changed(cursor.position(), cursor.position());
			}
			marks = cursor.hash().mark(cursor.position());
		}
		SqlStatement sessionState = cursor.sessionState();
		if (sessionState != null && cursor.position() < lastStatement()) {
			throw ResumeException.needsSession(this.migration, this.progress.direction(), this.part.script(),
					sessionState);
		}
		return marks;
	}

	private long lastStatement() {
		return this.part.statementsBefore() + this.part.statements();
	}

	private String skip(StatementCursor cursor) throws IOException {
		Map<Long, String> hashes = cursor.hash().resume(this.progress.hash());
		String marks = "";
		long checked = this.part.statementsBefore();
		for (Map.Entry<Long, String> mark : hashes.entrySet()) {
			long statement = mark.getKey();
			if (statement > this.progress.done()) {
				break;
			}
			if (statement > lastStatement()) {
				throw changed(checked + 1, statement);
			}
			cursor.skipTo(statement);
			if (!cursor.hash().value().equals(mark.getValue())) {
				throw changed(checked + 1, statement);
			}
			marks = cursor.hash().mark(statement);
			checked = statement;
		}
		return marks;
	}

	private ResumeException changed(long from, long to) {
		return ResumeException.changed(this.migration, this.progress.direction(), this.part.script(), from, to,
				this.table.clear(this.migration.name(), this.progress.direction()));
	}

	private Verdict examine(Intent intent) throws UnitFailedException {
		Recovery recovery = Recovery.of(StatementKind.valueOf(intent.kind()), intent.statement(), this.run.clock(),
				this.run.sleeper());
		try {
			Verdict verdict = recovery.examine(this.run.session(), intent.before());
			if (verdict == Verdict.UNKNOWN) {
				throw ResumeException.inDoubt(this.migration, this.progress, this.table, intent.statement(),
						recovery.question());
			}
			return verdict;
		}
		catch (BatchFailedException ex) {
			throw new UnitFailedException(ex, UnitRunner.Step.BEGIN, null);
		}
	}

	/**
	 * Brings the settings back that a script has made in a session that was reset since,
	 * or in another one. Behind a pooler each transaction does that for itself.
	 * @param session the session
	 * @param cursor has gone past the statements that made them
	 * @throws BatchFailedException if the server refuses
	 */
	static void bringBack(Session session, StatementCursor cursor) throws BatchFailedException {
		if (session.work().isPooled() || cursor.settings().isEmpty()) {
			return;
		}
		StatementBatch batch = new StatementBatch();
		cursor.settings().forEach(batch::add);
		session.send(batch);
	}

}
