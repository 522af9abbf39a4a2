package dev.appmigrations.command;

import java.nio.file.Path;

/**
 * A file that {@code lint} writes.
 *
 * @param format what stands in it
 * @param file the file
 */
record LintOutput(LintFormat format, Path file) {

	static LintOutput parse(String text) {
		int equals = text.indexOf('=');
		if (equals < 1 || equals == text.length() - 1) {
			throw new UsageException("--output '" + text + "' does not name a format and a file.",
					"Write --output sarif=lint.sarif, for example.");
		}
		return new LintOutput(LintFormat.parse("--output", text.substring(0, equals)),
				Path.of(text.substring(equals + 1)));
	}

}
