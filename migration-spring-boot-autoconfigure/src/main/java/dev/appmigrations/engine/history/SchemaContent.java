package dev.appmigrations.engine.history;

import java.util.List;

import dev.appmigrations.engine.text.VisibleText;

/**
 * The content of a schema without a history.
 *
 * @param tables the number of tables, without those of extensions
 * @param examples the names of a few of them, in alphabetical order
 */
public record SchemaContent(int tables, List<String> examples) {

	/** A schema that holds nothing, or that was not looked at. */
	public static final SchemaContent NONE = new SchemaContent(0, List.of());

	public SchemaContent {
		examples = VisibleText.eachLine(examples);
	}

	/**
	 * Tells whether there are no tables.
	 * @return whether the schema is empty
	 */
	public boolean isEmpty() {
		return this.tables == 0;
	}

}
