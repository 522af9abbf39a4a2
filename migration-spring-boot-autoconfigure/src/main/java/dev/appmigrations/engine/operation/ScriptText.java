package dev.appmigrations.engine.operation;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

import dev.appmigrations.engine.migration.Migration;
import dev.appmigrations.engine.migration.Script;
import org.jspecify.annotations.Nullable;

/**
 * The text of a migration for people to read, its placeholders as they are.
 */
final class ScriptText {

	private static final int LONGEST = 256 * 1024;

	private ScriptText() {
	}

	/**
	 * Reads the text.
	 * @param migration the migration
	 * @return the text, cut where it is very long; {@code null} if there is none, or it
	 * cannot be read
	 */
	static @Nullable String of(Migration migration) {
		Script script = migration.script();
		if (script == null) {
			return null;
		}
		try (InputStream input = script.open()) {
			byte[] bytes = input.readNBytes(LONGEST + 1);
			String text = new String(bytes, 0, Math.min(bytes.length, LONGEST), StandardCharsets.UTF_8);
			return (bytes.length > LONGEST) ? text + "\n…" : text;
		}
		catch (IOException ex) {
			return null;
		}
	}

}
