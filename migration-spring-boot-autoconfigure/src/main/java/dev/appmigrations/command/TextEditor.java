package dev.appmigrations.command;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * The editor of the user, as the environment names it.
 *
 * @param command the command, possibly with options
 */
record TextEditor(String command) {

	/**
	 * Finds the editor.
	 * @param environment the environment variables
	 * @return {@code VISUAL}, or else {@code EDITOR}
	 * @throws UsageException if neither is set
	 */
	static TextEditor of(Map<String, String> environment) {
		for (String name : new String[] { "VISUAL", "EDITOR" }) {
			String command = environment.get(name);
			if (command != null && !command.isBlank()) {
				return new TextEditor(command);
			}
		}
		throw new UsageException("--edit needs an editor, and neither VISUAL nor EDITOR is set.",
				"Set one, for example EDITOR=vi, or leave --edit out.");
	}

	/**
	 * Opens a file, and waits for the editor to end. The shell splits the command, as
	 * Git's does.
	 * @param file the file
	 * @throws IOException if the editor cannot be started
	 */
	void open(Path file) throws IOException {
		boolean windows = System.getProperty("os.name", "").startsWith("Windows");
		ProcessBuilder editor = (windows) ? new ProcessBuilder("cmd", "/c", this.command + " \"" + file + '"')
				: new ProcessBuilder("sh", "-c", this.command + " \"$@\"", this.command, file.toString());
		try {
			int code = editor.inheritIO().start().waitFor();
			if (code != 0) {
				throw new UsageException("The editor '" + this.command + "' ended with exit code " + code + ".",
						"The file was created nevertheless: " + file);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new InterruptedIOException("Interrupted while the editor was open");
		}
	}

}
