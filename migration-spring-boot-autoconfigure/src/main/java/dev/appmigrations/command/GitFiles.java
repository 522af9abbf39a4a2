package dev.appmigrations.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Asks Git which files were added.
 */
final class GitFiles {

	private GitFiles() {
	}

	/**
	 * Returns the SQL files that were added since a commit, those that are not committed
	 * yet included.
	 * @param reference a commit, a branch or a tag
	 * @return their names without folders
	 * @throws IOException if Git cannot be run
	 * @throws UsageException if there is no such commit, or no repository
	 */
	static List<String> addedSince(String reference) throws IOException {
		if (reference.startsWith("-")) {
			throw new UsageException("--since '" + reference + "' is neither a version nor a commit.",
					"Name a version such as 1.4, or a branch such as origin/main.");
		}
		List<String> names = new ArrayList<>();
		List<String> lines = new ArrayList<>(
				run("git", "diff", "--name-only", "--diff-filter=AR", "--merge-base", reference, "--", "*.sql"));
		lines.addAll(run("git", "ls-files", "--others", "--exclude-standard", "--", "*.sql"));
		for (String line : lines) {
			String name = line.substring(line.lastIndexOf('/') + 1);
			if (!name.endsWith(".down.sql")) {
				names.add(name);
			}
		}
		return names;
	}

	private static List<String> run(String... command) throws IOException {
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		try {
			if (process.waitFor() != 0) {
				throw new UsageException("Git does not know what was added: " + output.strip(),
						"Name a commit or a branch that this clone has (a shallow one may need git fetch), or a version.");
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IOException("Interrupted while Git was running", ex);
		}
		return output.lines().filter((line) -> !line.isBlank()).toList();
	}

}
