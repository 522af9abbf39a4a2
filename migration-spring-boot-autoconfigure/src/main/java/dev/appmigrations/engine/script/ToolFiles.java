package dev.appmigrations.engine.script;

import java.util.regex.Pattern;

import dev.appmigrations.engine.migration.Script;
import org.jspecify.annotations.Nullable;

/**
 * The files of a tool whose names are also ours: those that it takes for migrations.
 */
final class ToolFiles implements FileLayout {

	private final Layout layout;

	private final String form;

	private final Pattern pattern;

	/**
	 * Creates a layout.
	 * @param layout its name
	 * @param form the form of the names, for messages
	 * @param pattern the names that the tool accepts
	 */
	ToolFiles(Layout layout, String form, String pattern) {
		this.layout = layout;
		this.form = form;
		this.pattern = Pattern.compile(pattern);
	}

	@Override
	public Layout layout() {
		return this.layout;
	}

	@Override
	public String form() {
		return this.form;
	}

	@Override
	public boolean ignoresOthers() {
		return true;
	}

	@Override
	public @Nullable NamedScript read(Script script) {
		String fileName = script.fileName();
		ScriptName name = (this.pattern.matcher(fileName).matches()) ? ScriptName.parse(fileName) : null;
		return (name != null && name.form() != ScriptName.Form.MISNAMED)
				? new NamedScript(script, fileName, name, false) : null;
	}

}
