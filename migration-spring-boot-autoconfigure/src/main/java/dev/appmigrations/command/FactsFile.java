package dev.appmigrations.command;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

import dev.appmigrations.command.json.FactsFileException;
import dev.appmigrations.command.json.FactsJson;
import dev.appmigrations.engine.safety.facts.SchemaFacts;

/**
 * A file of facts, as {@code facts} writes it.
 */
final class FactsFile {

	private FactsFile() {
	}

	/**
	 * Reads a file.
	 * @param file the file
	 * @return the facts
	 * @throws UsageException with the place, if there is no such file, or it holds
	 * something else
	 * @throws IOException if it cannot be read
	 */
	static SchemaFacts read(Path file) throws IOException {
		try {
			return FactsJson.read(Files.readString(file));
		}
		catch (NoSuchFileException ex) {
			throw new UsageException("There is no file " + file + ".", write());
		}
		catch (CharacterCodingException ex) {
			throw new UsageException(file + " is not in UTF-8.", write());
		}
		catch (FactsFileException ex) {
			throw new UsageException(file + ", " + ex.getMessage() + ".", write());
		}
	}

	private static String write() {
		return "Write it with: java -jar app.jar migrations facts --output FILE";
	}

}
