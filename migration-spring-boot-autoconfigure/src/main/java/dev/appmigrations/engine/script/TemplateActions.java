package dev.appmigrations.engine.script;

import java.io.IOException;
import java.io.Reader;

import dev.appmigrations.engine.sql.SourcePosition;
import dev.appmigrations.engine.wording.Message;

/**
 * Refuses <code>{{…}}</code> in the files of tern, which evaluates them as templates
 * before it runs them, whatever stands around them.
 */
final class TemplateActions {

	private TemplateActions() {
	}

	/**
	 * Reads a script.
	 * @param reader its text, which is closed
	 * @throws IOException if it cannot be read
	 * @throws UnusableScriptException if it has an action
	 */
	static void refuse(Reader reader) throws IOException {
		try (reader) {
			long offset = 0;
			int line = 1;
			int column = 1;
			int before = -1;
			char[] buffer = new char[8192];
			for (int length = reader.read(buffer); length >= 0; length = reader.read(buffer)) {
				for (int i = 0; i < length; i++) {
					char c = buffer[i];
					if (c == '{' && before == '{') {
						throw UnusableScriptException.foreign(new SourcePosition(offset - 1, line, column - 1),
								"'{{' begins an action of a template, which tern evaluates", Message
									.of("Write the text that it stands for into the file: templates are not evaluated here."));
					}
					boolean lineEnd = c == '\r' || (c == '\n' && before != '\r');
					line += (lineEnd) ? 1 : 0;
					column = (c == '\r' || c == '\n') ? 1 : column + ((Character.isLowSurrogate(c)) ? 0 : 1);
					before = c;
					offset++;
				}
			}
		}
	}

}
