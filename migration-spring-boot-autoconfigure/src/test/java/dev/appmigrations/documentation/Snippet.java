package dev.appmigrations.documentation;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Stream;

import org.springframework.beans.factory.config.YamlPropertiesFactoryBean;
import org.springframework.core.io.ByteArrayResource;

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

	/**
	 * Finds the blocks of a language in one page.
	 * @param page the page, without its folders
	 * @param language what stands behind the back quotes
	 * @return the blocks
	 * @throws IOException if a page cannot be read
	 */
	static List<Snippet> of(String page, String language) throws IOException {
		return all(language).stream().filter((snippet) -> snippet.page().equals(page)).toList();
	}

	/**
	 * Reads a block of properties in YAML, with other values for places that do not
	 * exist.
	 * @param folder takes the place of the class path
	 * @param places what takes the place of other values
	 * @return pairs of names and values
	 */
	String[] properties(Path folder, Map<String, String> places) {
		YamlPropertiesFactoryBean factory = new YamlPropertiesFactoryBean();
		factory.setResources(new ByteArrayResource(this.text.getBytes(StandardCharsets.UTF_8)));
		Properties properties = Objects.requireNonNull(factory.getObject());
		List<String> pairs = new ArrayList<>();
		properties.forEach((name, value) -> {
			String text = String.valueOf(value).replace("classpath:", "file:" + folder + "/");
			for (Map.Entry<String, String> place : places.entrySet()) {
				text = text.replace(place.getKey(), place.getValue());
			}
			pairs.add(name + "=" + text);
		});
		return pairs.toArray(String[]::new);
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
