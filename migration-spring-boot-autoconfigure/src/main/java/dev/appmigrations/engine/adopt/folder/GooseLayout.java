package dev.appmigrations.engine.adopt.folder;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.appmigrations.engine.wording.Message;
import dev.appmigrations.engine.wording.Setting;

/**
 * goose: both directions in one file, divided by comments.
 */
final class GooseLayout implements FolderLayout {

	private static final Pattern NAME = Pattern.compile("\\d+_.+\\.sql");

	@Override
	public FolderRewriting rewrite(List<OldFile> files, Set<String> existing) {
		return Rewritten.each(files, NAME, GooseLayout::rewrite);
	}

	private static void rewrite(OldFile file, Rewritten rewritten) {
		boolean transactional = file.text().lines().noneMatch((line) -> "no transaction".equals(command(line)));
		Statements text = new Statements();
		boolean up = false;
		for (String line : file.text().lines().toList()) {
			String command = command(line);
			switch (command) {
				case "" -> text.add(line);
				case "up", "down" -> {
					text.add("-- migrate:" + command + ((transactional) ? "" : " transaction:false"));
					up |= "up".equals(command);
				}
				case "statementend" -> text.end();
				case "statementbegin", "no transaction", "envsub off" -> {
				}
				default -> rewritten.refuse(file, "says '" + line.strip() + "', which has no counterpart",
						Message.of("Write the values into the file, or use placeholders (")
							.and(Setting.PLACEHOLDERS)
							.and("), and remove the line."));
			}
		}
		if (!up) {
			rewritten.refuse(file, "has no line '-- +goose Up'", "Add it before the first statement.");
		}
		rewritten.add(file, file.name(), text.toString());
	}

	/** Returns what a line says to goose, in lower case; empty for a line of SQL. */
	private static String command(String line) {
		Matcher matcher = ScriptMarkers.GOOSE.matcher(line);
		return (matcher.matches()) ? matcher.group(1).toLowerCase(Locale.ROOT).replaceAll("\\s+", " ") : "";
	}

}
