package dev.appmigrations.engine.safety;

import java.util.ArrayList;
import java.util.List;

import dev.appmigrations.engine.ddl.DdlStatement;
import dev.appmigrations.engine.sql.SqlStatement;

/**
 * A script that was read: the statements that rules may have something to say about, and
 * the directives that allow it.
 */
public final class ReadScript {

	/**
	 * More are not kept, so that memory does not grow with a script: it is read again.
	 */
	private static final int MOST = 20_000;

	private static final int LONGEST = 16 * 1024 * 1024;

	private final LintedScript script;

	private final List<Statement> statements = new ArrayList<>();

	private final List<Allowance> allowances = new ArrayList<>();

	private final List<Allowance> inFile = new ArrayList<>();

	private final StatementNames names = new StatementNames();

	private long length;

	private boolean complete = true;

	ReadScript(LintedScript script) {
		this.script = script;
	}

	LintedScript script() {
		return this.script;
	}

	/** Whether all statements that matter are kept. */
	boolean isComplete() {
		return this.complete;
	}

	List<Statement> statements() {
		return this.statements;
	}

	/** All directives. */
	List<Allowance> allowances() {
		return this.allowances;
	}

	List<Allowance> inFile() {
		return this.inFile;
	}

	/** The names in all statements, kept or not. */
	StatementNames names() {
		return this.names;
	}

	void keep(Statement statement) {
		this.names.add(statement.ddl());
		this.length += statement.statement().text().length();
		if (this.statements.size() >= MOST || this.length > LONGEST) {
			this.complete = false;
			this.statements.clear();
		}
		if (this.complete) {
			this.statements.add(statement);
		}
	}

	/**
	 * A statement.
	 *
	 * @param number its number in the script, from 1
	 * @param statement its text and its place
	 * @param ddl what it does
	 * @param above the directives above it
	 */
	record Statement(long number, SqlStatement statement, DdlStatement ddl, List<Allowance> above) {

	}

}
