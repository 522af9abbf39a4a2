package dev.appmigrations.command;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.Function;

import dev.appmigrations.command.json.FactsFileException;

/**
 * A file that a command writes, and of which nobody finds a half, and one that it reads
 * again.
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
	 * Reads a file that a command has written.
	 * @param <T> what it holds
	 * @param path where it is
	 * @param reader reads its text; says in a {@link FactsFileException} what is wrong
	 * @param remedy how to write it
	 * @return what it holds
	 * @throws UsageException with the place, if there is no such file, or it holds
	 * something else
	 * @throws IOException if it cannot be read
	 */
	static <T> T read(Path path, Function<String, T> reader, String remedy) throws IOException {
		try {
			return reader.apply(Files.readString(path));
		}
		catch (NoSuchFileException ex) {
			throw new UsageException("There is no file " + path + ".", remedy);
		}
		catch (CharacterCodingException ex) {
			throw new UsageException(path + " is not in UTF-8.", remedy);
		}
		catch (FactsFileException ex) {
			throw new UsageException(path + ", " + ex.getMessage() + ".", remedy);
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
