package dev.appmigrations.engine.script;

import java.io.IOException;
import java.io.Reader;
import java.util.Map;

import dev.appmigrations.engine.migration.Script;
import dev.appmigrations.engine.sql.ScriptBuffers;
import dev.appmigrations.engine.sql.Utf8;

/**
 * The values of <code>${name}</code> in scripts. Without any value nothing is replaced,
 * so that a script may contain such text as it is.
 *
 * @param values the values by name
 */
public record Placeholders(Map<String, String> values) {

	/** No values: scripts are read as they are. */
	public static final Placeholders NONE = new Placeholders(Map.of());

	public Placeholders {
		values = Map.copyOf(values);
	}

	/**
	 * Tells whether there are no values.
	 * @return whether scripts are read as they are
	 */
	public boolean isEmpty() {
		return this.values.isEmpty();
	}

	/**
	 * Opens a script.
	 * @param script the script
	 * @return its text, with the placeholders that have a value replaced
	 * @throws IOException if it cannot be opened
	 */
	public Reader reader(Script script) throws IOException {
		return replacing(Utf8.reader(script.open()));
	}

	/**
	 * Opens a script.
	 * @param script the script
	 * @param buffers memory that nobody else uses until the reader is closed
	 * @return its text, with the placeholders that have a value replaced
	 * @throws IOException if it cannot be opened
	 */
	Reader reader(Script script, ScriptBuffers buffers) throws IOException {
		return replacing(Utf8.reader(script.open(), buffers));
	}

	private Reader replacing(Reader reader) {
		return (this.values.isEmpty()) ? reader : new PlaceholderReader(reader, this.values);
	}

}
