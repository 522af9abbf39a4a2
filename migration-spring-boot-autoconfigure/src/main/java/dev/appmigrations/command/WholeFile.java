package dev.appmigrations.command;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A file that a command writes, and of which nobody finds a half.
 */
final class WholeFile {

	private WholeFile() {
	}

	/**
	 * Writes a file in UTF-8. An old one is replaced when everything is written.
	 * @param path where it is
	 * @param content writes what it holds
	 * @throws IOException if it cannot be written; an old one is there still
	 */
	static void write(Path path, Content content) throws IOException {
		Path file = path.toAbsolutePath();
		Path part = file.resolveSibling(file.getFileName() + ".part");
		try {
			try (Writer writer = Files.newBufferedWriter(part)) {
				content.write(writer);
			}
			Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
		}
		finally {
			Files.deleteIfExists(part);
		}
	}

	/**
	 * Writes what a file holds.
	 */
	@FunctionalInterface
	interface Content {

		/**
		 * Writes all of it.
		 * @param writer receives the text
		 * @throws IOException if it cannot be written
		 */
		void write(Writer writer) throws IOException;

	}

}
