package dev.appmigrations.engine.backfill;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;

import dev.appmigrations.engine.migration.InvalidMigrationsException;
import dev.appmigrations.engine.migration.Problem;
import dev.appmigrations.engine.migration.Script;
import dev.appmigrations.engine.migration.ScriptPart;
import dev.appmigrations.engine.script.Placeholders;
import dev.appmigrations.engine.sql.SourceExcerpt;
import dev.appmigrations.engine.sql.SourcePosition;
import dev.appmigrations.engine.sql.Utf8;

/**
 * The statements of a backfill in one direction, which run for one batch after the other:
 * with SQL for the keys of the batch in the place of {@code :from} and {@code :to}. Not
 * for use by several threads.
 */
public final class BackfillScript {

	private final ScriptPart part;

	private final List<RangedStatement> statements;

	/** The keys that were bound last. */
	private String from = "";

	private String to = "";

	private BackfillScript(ScriptPart part, List<RangedStatement> statements) {
		this.part = part;
		this.statements = statements;
	}

	/**
	 * Reads the statements.
	 * @param part the part of a script
	 * @param placeholders what is replaced in it
	 * @param keySize how many columns the key has; 0 if that is not known
	 * @return the script
	 * @throws InvalidMigrationsException if a statement cannot run in batches
	 * @throws dev.appmigrations.engine.migration.MigrationException if the script cannot
	 * be read
	 */
	public static BackfillScript read(ScriptPart part, Placeholders placeholders, int keySize) {
		List<RangedStatement> statements = RangedStatements.read(part, placeholders);
		InvalidMigrationsException.throwIfAny(problems(part, statements, keySize));
		return new BackfillScript(part, statements);
	}

	/**
	 * Finds what is wrong with statements.
	 * @param part the part of a script
	 * @param statements its statements
	 * @param keySize how many columns the key has; 0 if that is not known
	 * @return the errors, one for each statement at most
	 */
	static List<Problem> problems(ScriptPart part, List<RangedStatement> statements, int keySize) {
		List<Problem> problems = new ArrayList<>();
		for (RangedStatement statement : statements) {
			StatementCheck.Fault fault = new StatementCheck(statement, keySize).fault();
			if (fault != null) {
				Script script = part.script();
				problems
					.add(Problem.error(
							Problem.Code.INVALID_BACKFILL, script.path() + ":" + fault.position() + ": "
									+ fault.problem() + "\n" + excerpt(script, fault.position(), 0),
							fault.remedy(), script.fileName()));
			}
		}
		if (part.oneByOne()) {
			problems.add(Problem.error(Problem.Code.INVALID_BACKFILL,
					part.script().path()
							+ " runs outside a transaction, as one of its markers says, and is a backfill.",
					"Each batch is a transaction: remove the marker.", part.script().fileName()));
		}
		return problems;
	}

	/**
	 * Puts keys in the place of the range.
	 * @param from SQL for the columns of the first key, such as
	 * {@code CAST('5' AS pg_catalog.int8)}
	 * @param to SQL for the columns of the last key
	 * @return the statements as they are sent, in their order
	 */
	public List<String> bind(List<String> from, List<String> to) {
		this.from = String.join(", ", from);
		this.to = String.join(", ", to);
		List<String> bound = new ArrayList<>(this.statements.size());
		for (RangedStatement statement : this.statements) {
			bound.add(statement.bind(this.from, this.to));
		}
		return bound;
	}

	/**
	 * Shows the place that the server means by a position in a statement that was bound
	 * last.
	 * @param statement the number of the statement, from 0; -1 for one of ours
	 * @param position the number of a character in it, from 1; 0 if the server did not
	 * say
	 * @return {@code file:line:column}, and the line with a caret; several lines, each
	 * with its end
	 */
	String place(int statement, int position) {
		Script script = this.part.script();
		if (statement < 0 || statement >= this.statements.size()) {
			return script.path() + "\n";
		}
		SourcePosition found = this.statements.get(statement).locate(this.from, this.to, position);
		return script.path() + ":" + found + "\n" + excerpt(script, found, 4) + "\n";
	}

	/**
	 * The line as it stands in the file: the value of a placeholder may be a password.
	 */
	private static String excerpt(Script script, SourcePosition position, int indentation) {
		try (Reader reader = Utf8.reader(script.open())) {
			String excerpt = SourceExcerpt.of(reader, position).toString();
			return (indentation > 0) ? excerpt.indent(indentation).stripTrailing() : excerpt;
		}
		catch (IOException ex) {
			return "";
		}
	}

}
