package dev.appmigrations.command;

import java.io.IOException;
import java.nio.file.Path;

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
		return WholeFile.read(file, FactsJson::read, "Write it with: java -jar app.jar migrations facts --output FILE");
	}

}
