package dev.appmigrations.documentation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A block of code in a page.
 *
 * @param page the page, without its folders
 * @param line the number of its first line
 * @param language what stands behind the back quotes, possibly nothing
 * @param text the block
 */
public record Snippet(String page, int line, String language, String text) {

	private static final String FENCE = "```";

	/**
	 * Finds the pages for users: the README, the security policy, and the folder docs.
	 * @return the pages
	 * @throws IOException if the folder cannot be read
	 */
	public static List<Path> pages() throws IOException {
		Path root = root();
		List<Path> pages = new ArrayList<>(List.of(root.resolve("README.md"), root.resolve("SECURITY.md")));
		try (Stream<Path> docs = Files.list(root.resolve("docs"))) {
			docs.filter((page) -> page.toString().endsWith(".md")).sorted().forEach(pages::add);
		}
		return pages;
	}

	static Path root() {
		Path folder = Path.of(System.getProperty("basedir", "")).toAbsolutePath();
		while (!Files.isDirectory(folder.resolve("docs"))) {
			folder = folder.getParent();
		}
		return folder;
	}

	/**
	 * Finds the blocks of a language.
	 * @param language what stands behind the back quotes
	 * @return the blocks of all pages
	 * @throws IOException if a page cannot be read
	 */
	public static List<Snippet> all(String language) throws IOException {
		List<Snippet> snippets = new ArrayList<>();
		for (Path page : pages()) {
			read(page).stream().filter((snippet) -> snippet.language.equals(language)).forEach(snippets::add);
		}
		return snippets;
	}

	private static List<Snippet> read(Path page) throws IOException {
		List<Snippet> snippets = new ArrayList<>();
		List<String> block = new ArrayList<>();
		String language = null;
		int number = 0;
		for (String line : Files.readAllLines(page)) {
			number++;
			if (line.strip().startsWith(FENCE)) {
				if (language != null) {
					snippets.add(new Snippet(page.getFileName().toString(), number - block.size(), language,
							String.join("\n", block) + "\n"));
				}
				language = (language != null) ? null : line.strip().substring(FENCE.length());
				block.clear();
			}
			else if (language != null) {
				block.add(line);
			}
		}
		return snippets;
	}

	@Override
	public String toString() {
		return this.page + ":" + this.line;
	}

}
