package dev.appmigrations.engine.history;

import java.util.List;

import dev.appmigrations.engine.jdbc.DatabaseError;
import dev.appmigrations.engine.jdbc.QueryResult;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.jdbc.SqlState;
import dev.appmigrations.engine.migration.MigrationException;

/**
 * Judges the table of instances, in the transaction that uses it. Instances of several
 * roles leave their rows in one table, so that it may be anybody's as long as it runs no
 * code that our own definition does not have.
 */
public final class InstanceJudge {

	private final TableJudge judge;

	private final String lockMode;

	private final TableInspection.Use use;

	private InstanceJudge(TableJudge judge, String lockMode, TableInspection.Use use) {
		this.judge = judge;
		this.lockMode = lockMode;
		this.use = use;
	}

	/**
	 * Creates a judge for those who write to the table.
	 * @param tables the names of the tables
	 * @return a judge
	 */
	public static InstanceJudge forWriting(HistoryTables tables) {
		return forWriting(tables.instanceTable(), tables.instanceName(), tables.named());
	}

	// The lock keeps the owner from adding a trigger until the row is written.
	static InstanceJudge forWriting(String quoted, String plain, boolean named) {
		return new InstanceJudge(judge(quoted, plain, named), "ROW EXCLUSIVE", TableInspection.Use.SIGN_ON);
	}

	/**
	 * Creates a judge for those who read the table.
	 * @param tables the names of the tables
	 * @return a judge
	 */
	public static InstanceJudge forReading(HistoryTables tables) {
		return forReading(tables.instanceTable(), tables.instanceName(), tables.named());
	}

	static InstanceJudge forReading(String quoted, String plain, boolean named) {
		return new InstanceJudge(judge(quoted, plain, named), "ACCESS SHARE", TableInspection.Use.READ);
	}

	private static TableJudge judge(String quoted, String plain, boolean named) {
		return TableJudge.ofOne(quoted, plain, "NULL", named);
	}

	/**
	 * Returns the statements that stand in front of those that use the table.
	 * @return two statements, of which the second returns a row
	 */
	public List<String> brief() {
		return List.of(this.judge.lock(this.lockMode),
				(this.use == TableInspection.Use.READ) ? this.judge.briefly(true) : this.judge.brieflyForWriting());
	}

	/**
	 * Finds out, where the statements were refused, whether that was rightly so.
	 * @param session the connection
	 * @param result the answers
	 * @return statements for another attempt, as {@link #brief()} returns them; empty if
	 * it was not the judgement that was refused
	 * @throws MigrationException if the table is not believed
	 */
	public List<String> thorough(Session session, QueryResult result) {
		DatabaseError error = result.error();
		if (error == null || (!TableJudge.refuses(error) && !error.is(SqlState.WRONG_OBJECT_TYPE))) {
			return List.of();
		}
		List<Finding> findings = this.judge.inspect(session, this.use).findings();
		if (!findings.isEmpty()) {
			throw Distrust.of(session, findings).exception();
		}
		return List.of(this.judge.lock(this.lockMode), this.judge.thoroughly(this.use));
	}

}
