package dev.appmigrations.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.appmigrations.generate.FileName;

/**
 * A migration that is to be created: its version is today's date and a number, and comes
 * after all that are in the folder.
 *
 * @param version the version
 * @param description what it does, as it was typed
 * @param snake the description as a part of a file name
 */
record NewMigration(long version, String description, String snake) {

	private static final long NUMBERS_OF_A_DAY = 1_000_000;

	private static final Pattern TIMESTAMP = Pattern.compile("V?((?:19|20)\\d{12})_.*\\.sql");

	static NewMigration next(Path folder, String description, LocalDate today) throws IOException {
		String snake = FileName.of(description);
		if (snake.isEmpty()) {
			throw new UsageException("The description '" + description + "' has no letter from a to z.",
					"Say what the migration does: migrations new add bounce tracking");
		}
		long first = Long.parseLong(today.format(DateTimeFormatter.BASIC_ISO_DATE)) * NUMBERS_OF_A_DAY + 1;
		long highest = versions(folder).stream().mapToLong(Long::longValue).max().orElse(0);
		return new NewMigration(Math.max(first, highest + 1), description.replaceAll("\\R", " "), snake);
	}

	private static List<Long> versions(Path folder) throws IOException {
		if (!Files.isDirectory(folder)) {
			return List.of();
		}
		try (Stream<Path> files = Files.walk(folder)) {
			return files.map((file) -> TIMESTAMP.matcher(file.getFileName().toString()))
				.filter(Matcher::matches)
				.map((matcher) -> Long.valueOf(matcher.group(1)))
				.toList();
		}
	}

	String name() {
		return this.version + "_" + this.snake + ".sql";
	}

	String rollback() {
		return this.version + "_" + this.snake + ".down.sql";
	}

	String upText(NewTemplates.Template template) {
		return fill(template.up());
	}

	String downText(NewTemplates.Template template) {
		return fill(template.down());
	}

	/** The table that the description is about, as far as its words tell. */
	private String table() {
		String table = this.snake.replaceFirst("^(create|add|enable|rls|secure)_(table_|rls_(on_|for_)?)?", "")
			.replaceFirst("_table$", "");
		return (table.isEmpty() || Character.isDigit(table.charAt(0))) ? "t_" + this.snake : table;
	}

	private String fill(String template) {
		return template.replace("{{name}}", name())
			.replace("{{rollback}}", rollback())
			.replace("{{version}}", Long.toString(this.version))
			.replace("{{table}}", table())
			.replace("{{description}}", this.description);
	}

}
