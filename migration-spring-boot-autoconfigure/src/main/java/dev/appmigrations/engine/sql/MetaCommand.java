package dev.appmigrations.engine.sql;

import java.util.Set;

import dev.appmigrations.engine.wording.Message;
import dev.appmigrations.engine.wording.Setting;

/**
 * A backslash command, which only psql understands, and what to write in its place.
 *
 * @param name the command with its backslash
 */
record MetaCommand(String name) {

	private static final Set<String> VARIABLES = Set.of("\\set", "\\unset", "\\getenv", "\\prompt", "\\gset");

	/**
	 * Recognise the command at the start of some text, as psql does: up to white space or
	 * the next backslash.
	 */
	static MetaCommand of(char[] buffer, int start, int end) {
		int p = start + 1;
		if (p < end && ";:\\!".indexOf(buffer[p]) >= 0) {
			return new MetaCommand(new String(buffer, start, 2));
		}
		while (p < end && buffer[p] > ' ' && buffer[p] != '\\' && buffer[p] != ';') {
			p++;
		}
		return new MetaCommand(new String(buffer, start, p - start));
	}

	/**
	 * Return whether it means nothing outside psql: {@code pg_dump} writes these two
	 * since the releases of August 2025.
	 */
	boolean isIgnored() {
		return this.name.equals("\\restrict") || this.name.equals("\\unrestrict");
	}

	String problem() {
		return switch (this.name) {
			case "\\" -> "a backslash outside quotes starts a command for psql, which is not there";
			case "\\." -> "\\. ends the data of a COPY … FROM STDIN, but there is none before it";
			default -> this.name + " is a command for psql, which is not there";
		};
	}

	Message remedy() {
		if (VARIABLES.contains(this.name)) {
			return Message.of("write the value itself, or a placeholder ${name} that ")
				.and(Setting.PLACEHOLDERS)
				.and(" defines");
		}
		return Message.of(words());
	}

	private String words() {
		return switch (this.name) {
			case "\\i", "\\ir", "\\include", "\\include_relative" ->
				"put the other file's statements here, or make it a migration of its own";
			case "\\c", "\\connect" -> "remove it: a migration runs in the database that it is configured for; "
					+ "for another role write SET ROLE name;";
			case "\\copy" -> "write COPY table FROM STDIN; followed by the data and a line with \\.";
			case "\\." -> "remove it, or put COPY table FROM STDIN; before the data";
			case "\\echo", "\\qecho", "\\warn" -> "write it as a comment, or DO $$ BEGIN RAISE NOTICE 'text'; END $$;";
			case "\\if", "\\elif", "\\else", "\\endif" -> "write DO $$ BEGIN IF condition THEN … END IF; END $$;";
			case "\\gexec" -> "write DO $$ DECLARE s text; BEGIN FOR s IN query LOOP EXECUTE s; END LOOP; END $$;";
			case "\\g", "\\gx", "\\gdesc", "\\crosstabview" -> "end the statement with a semicolon";
			case "\\;" -> "write ; without the backslash";
			case "\\:" -> "write : without the backslash";
			case "\\q", "\\quit" -> "remove it with everything behind it";
			case "\\!", "\\cd", "\\setenv" -> "remove it: a migration has no shell";
			case "\\password" -> "write ALTER ROLE name PASSWORD 'text';";
			case "\\encoding" -> "remove it: migration files are UTF-8";
			case "\\lo_import", "\\lo_export", "\\lo_unlink" ->
				"call lo_from_bytea(), lo_get() or lo_unlink() in a SELECT";
			case "\\watch" -> "remove it, and write a loop in a DO block if you need one";
			case "\\bind", "\\bind_named", "\\parse", "\\close", "\\close_prepared" ->
				"write PREPARE and EXECUTE, or the values themselves";
			case "\\" -> "remove it, or quote the text that it belongs to";
			default -> "remove it: it changes only what psql shows";
		};
	}

}
