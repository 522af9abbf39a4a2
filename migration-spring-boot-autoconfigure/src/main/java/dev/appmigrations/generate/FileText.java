package dev.appmigrations.generate;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The text of a file that is written piece by piece: comments, directives, statements,
 * and statements that are a transaction of their own.
 */
final class FileText {

	private static final String DIRECTIVE = "-- migrate:";

	private final List<String> blocks = new ArrayList<>();

	private final StringBuilder head = new StringBuilder();

	/** Adds a line to the head of the file. */
	FileText comment(String line) {
		this.head.append("-- ").append(oneLine(line)).append('\n');
		return this;
	}

	/** Adds a directive to the head of the file. */
	FileText directive(String name, String value) {
		this.head.append(DIRECTIVE).append(name).append(' ').append(oneLine(value)).append('\n');
		return this;
	}

	/** Adds a statement, without its semicolon. */
	FileText statement(@Nullable String statement) {
		if (statement != null) {
			this.blocks.add(statement + ";\n");
		}
		return this;
	}

	/** Adds a transaction, unless it is empty. */
	FileText unit(List<String> statements) {
		if (!statements.isEmpty()) {
			StringBuilder unit = new StringBuilder("BEGIN;\n");
			statements.forEach((statement) -> unit.append(statement).append(";\n"));
			this.blocks.add(unit.append("COMMIT;\n").toString());
		}
		return this;
	}

	/** Adds a statement that is a transaction of its own, if there is one. */
	FileText unit(@Nullable String statement) {
		return (statement != null) ? unit(List.of(statement)) : this;
	}

	FileText unit(String... statements) {
		return unit(List.of(statements));
	}

	/**
	 * Adds a decision: a statement that fails the file until somebody has written the
	 * right one in its place.
	 * @param decision what is to be decided, a sentence
	 * @param hint lines to begin with, as comments
	 */
	FileText decision(String decision, String... hint) {
		StringBuilder block = new StringBuilder();
		block.append("-- Decide: ").append(oneLine(decision)).append('\n');
		block.append("-- Write it in the place of the statement that fails.\n");
		for (String text : hint) {
			text.lines().forEach((line) -> block.append("-- ").append(line).append('\n'));
		}
		block.append("DO ")
			.append(Quoting.dollar("BEGIN RAISE EXCEPTION USING MESSAGE = "
					+ Quoting.literal("undecided: " + oneLine(decision)) + "; END", "undecided"));
		this.blocks.add(block.append(";\n").toString());
		return this;
	}

	/** Adds the statements of one file to another. */
	static void copy(FileText from, FileText to) {
		to.blocks.addAll(from.blocks);
	}

	boolean isEmpty() {
		return this.blocks.isEmpty();
	}

	/** Returns the text as it stands below other lines of a head. */
	String below() {
		return this.head + ((this.blocks.isEmpty()) ? "" : "\n" + String.join("\n", this.blocks));
	}

	@Override
	public String toString() {
		return (this.head.isEmpty()) ? String.join("\n", this.blocks) : below();
	}

	private static String oneLine(String text) {
		return text.replaceAll("\\R", " ");
	}

}
