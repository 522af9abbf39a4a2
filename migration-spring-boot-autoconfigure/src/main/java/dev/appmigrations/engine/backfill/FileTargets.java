package dev.appmigrations.engine.backfill;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

import dev.appmigrations.engine.ddl.ChangedTable;
import dev.appmigrations.engine.ddl.DdlStatement;
import dev.appmigrations.engine.migration.ScriptPart;
import dev.appmigrations.engine.migration.UnreadableScript;
import dev.appmigrations.engine.script.Placeholders;
import dev.appmigrations.engine.sql.SourcePosition;
import dev.appmigrations.engine.sql.SqlStatement;
import dev.appmigrations.engine.sql.StatementKind;
import dev.appmigrations.engine.sql.StatementReader;
import org.jspecify.annotations.Nullable;

/**
 * The tables that the statements of a file change, each with the place where that happens
 * first.
 *
 * @param targets the tables in the order of the statements
 */
record FileTargets(List<Target> targets) {

	/**
	 * Reads a file, in memory that does not grow with it.
	 * @param part its statements
	 * @param placeholders what is replaced in it
	 * @return the tables
	 */
	static FileTargets read(ScriptPart part, Placeholders placeholders) {
		List<Target> found = new ArrayList<>();
		long last = part.statementsBefore() + part.statements();
		try (Reader text = placeholders.reader(part.script());
				StatementReader statements = StatementReader.beginnings(text, (type, buffer, start, end, position) -> {
				}, DdlStatement.LONGEST_TEXT)) {
			for (long number = 1; number <= last; number++) {
				SqlStatement statement = statements.next();
				if (statement == null) {
					break;
				}
				if (statement.kind() == StatementKind.COPY_FROM_STDIN) {
					statements.copyData().close();
				}
				if (number > part.statementsBefore()) {
					add(DdlStatement.of(statements, statement), statement.position(), found);
				}
			}
			return new FileTargets(found);
		}
		catch (IOException ex) {
			throw UnreadableScript.exception(part.script(), ex);
		}
	}

	private static void add(DdlStatement statement, SourcePosition position, List<Target> found) {
		for (ChangedTable target : ChangedTable.of(statement)) {
			if (found.stream().noneMatch((earlier) -> earlier.target().equals(target))) {
				found.add(new Target(target, position));
			}
		}
	}

	/** The first table of some kind. */
	@Nullable Target first(Predicate<ChangedTable> condition) {
		for (Target target : this.targets) {
			if (condition.test(target.target())) {
				return target;
			}
		}
		return null;
	}

	/**
	 * A table, and where it is changed.
	 *
	 * @param target the table
	 * @param position where the statement begins
	 */
	record Target(ChangedTable target, SourcePosition position) {

	}

}
