package dev.appmigrations.engine.backfill;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

import dev.appmigrations.engine.ddl.ChangedTable;
import dev.appmigrations.engine.ddl.DdlStatement;
import dev.appmigrations.engine.migration.ScriptPart;
import dev.appmigrations.engine.script.Placeholders;
import dev.appmigrations.engine.sql.SourcePosition;
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
		new PartStatements(part, placeholders)
			.read((text) -> StatementReader.beginnings(text, (type, buffer, start, end, position) -> {
			}, DdlStatement.LONGEST_TEXT), (reader, statement, inPart) -> {
				if (inPart) {
					add(DdlStatement.of(reader, statement), statement.position(), found);
				}
			});
		return new FileTargets(found);
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
