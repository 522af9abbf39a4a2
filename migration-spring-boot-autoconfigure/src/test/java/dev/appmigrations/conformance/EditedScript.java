package dev.appmigrations.conformance;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.appmigrations.engine.sql.SqlStatement;
import dev.appmigrations.engine.sql.SqlSyntaxException;
import dev.appmigrations.engine.sql.StatementKind;
import dev.appmigrations.engine.sql.StatementReader;

/**
 * A script without psql's meta-commands, in two forms that differ only where they must.
 * <ol>
 * <li>{@code \;} becomes a semicolon at the end of a line, and so does each command that
 * sends what was typed ({@code \gset}); {@code \copy} becomes {@code COPY}; each other
 * command goes, with the rest of its line. Branches of {@code \if} all stay, and so do
 * variables: psql sends {@code :name} as it stands where there is no such variable; those
 * that psql sets itself get another name.</li>
 * <li>The reader says where the commands are. That it is right there is proved: psql gets
 * an {@code \echo} of a number in the place of each, and has to write them all.</li>
 * <li>If the server refuses a {@code COPY … FROM stdin}, psql takes what follows for SQL.
 * The reader, which can't know, then gets a {@code \.} of its own.</li>
 * </ol>
 */
final class EditedScript {

	private static final Pattern COMMAND = Pattern.compile("\\\\(?:[^\\s\\\\;]+|.)?");

	private static final Set<String> SENDING = Set.of("\\g", "\\gx", "\\gset", "\\gexec", "\\gdesc", "\\crosstabview",
			"\\watch", "\\bind");

	private static final Pattern SET_VARIABLE = Pattern
		.compile(":['\"]?(?:DBNAME|ERROR|LAST_ERROR_MESSAGE|ROW_COUNT|SQLSTATE|USER)(?!\\w)");

	private static final String END_OF_DATA = "\\.\n";

	private final StringBuilder text;

	private final List<Difference> differences = new ArrayList<>();

	private final List<String> echoes = new ArrayList<>();

	private final Map<String, Integer> removed = new TreeMap<>();

	private final Map<String, Integer> replaced = new TreeMap<>();

	private EditedScript(String original) {
		this.text = new StringBuilder(SET_VARIABLE.matcher(original).replaceAll("$0_"));
	}

	/**
	 * Edit a script.
	 * @param original the script
	 * @param refused which {@code COPY … FROM stdin} the server refuses, by their number
	 * in the script from 0
	 */
	static EditedScript of(String original, Set<Integer> refused) throws IOException {
		EditedScript script = new EditedScript(original);
		int closed = 0;
		int next = script.nextEdit(refused, closed);
		while (next >= 0) {
			if (script.text.charAt(next) == '\\') {
				script.editCommand(next);
			}
			else {
				script.closeData(next);
				closed++;
			}
			next = script.nextEdit(refused, closed);
		}
		return script;
	}

	/** Returns what the reader gets. */
	String text() {
		return this.text.toString();
	}

	/** Returns what psql gets. */
	String psqlText() {
		StringBuilder psql = new StringBuilder();
		int end = 0;
		for (Difference difference : this.differences) {
			psql.append(this.text, end, difference.offset()).append(difference.psql());
			end = difference.offset() + difference.reader().length();
		}
		return psql.append(this.text, end, this.text.length()).toString();
	}

	/** Returns the lines that psql has to write. */
	List<String> echoes() {
		return this.echoes;
	}

	/** Returns how often each command was removed. */
	Map<String, Integer> removed() {
		return this.removed;
	}

	/** Returns how often each command was replaced by SQL. */
	Map<String, Integer> replaced() {
		return this.replaced;
	}

	/**
	 * Returns the offset of the next meta-command, or of the first character behind the
	 * line of the next {@code COPY} that has no data, or -1.
	 */
	private int nextEdit(Set<Integer> refused, int closed) throws IOException {
		int copies = 0;
		int refusals = 0;
		try (StatementReader reader = StatementReader.of(new StringReader(text()))) {
			SqlStatement statement = reader.next();
			while (statement != null) {
				if (statement.kind() == StatementKind.COPY_FROM_STDIN && refused.contains(copies++)
						&& refusals++ == closed) {
					int end = (int) statement.position().offset() + statement.text().length();
					int line = this.text.indexOf("\n", this.text.indexOf(";", end));
					return (line < 0) ? -1 : line + 1;
				}
				statement = reader.next();
			}
			return -1;
		}
		catch (SqlSyntaxException ex) {
			int offset = (int) ex.position().offset();
			return (offset < this.text.length() && this.text.charAt(offset) == '\\') ? offset : -1;
		}
	}

	private void editCommand(int offset) {
		int end = offset;
		while (end < this.text.length() && "\r\n".indexOf(this.text.charAt(end)) < 0) {
			end++;
		}
		String line = this.text.substring(offset, end);
		Matcher matcher = COMMAND.matcher(line);
		String command = (matcher.lookingAt()) ? matcher.group() : line;
		if (command.equals("\\;")) {
			this.text.replace(offset, offset + 2, ";\n");
			count(this.replaced, command);
		}
		else if (command.equals("\\copy")) {
			this.text.insert(end, ';').deleteCharAt(offset);
			count(this.replaced, command);
		}
		else if (SENDING.contains(command)) {
			this.text.replace(offset, end, ";");
			echo(offset + 1);
			count(this.replaced, command);
		}
		else {
			this.text.delete(offset, end);
			echo(offset);
			count(this.removed, command);
		}
	}

	private void echo(int offset) {
		String line = "command " + this.echoes.size();
		this.echoes.add(line);
		this.differences.add(new Difference(offset, "\\echo " + line, ""));
	}

	private void closeData(int offset) {
		this.text.insert(offset, END_OF_DATA);
		this.differences.add(new Difference(offset, "", END_OF_DATA));
	}

	private static void count(Map<String, Integer> counts, String command) {
		counts.merge(command, 1, Integer::sum);
	}

	/**
	 * What one side gets and the other does not.
	 */
	private record Difference(int offset, String psql, String reader) {

	}

}
