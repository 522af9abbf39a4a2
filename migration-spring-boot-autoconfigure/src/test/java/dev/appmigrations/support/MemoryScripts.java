package dev.appmigrations.support;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

import dev.appmigrations.engine.migration.Script;
import dev.appmigrations.engine.script.Location;
import dev.appmigrations.engine.script.ScriptSource;

/**
 * Scripts that a test writes as it goes.
 */
public final class MemoryScripts implements ScriptSource {

	private final Map<String, String> texts = new ConcurrentSkipListMap<>();

	/**
	 * Adds a file, or replaces it.
	 * @param fileName its path below the location
	 * @param text its text
	 * @return this
	 */
	public MemoryScripts with(String fileName, String text) {
		this.texts.put(fileName, text);
		return this;
	}

	public MemoryScripts without(String fileName) {
		this.texts.remove(fileName);
		return this;
	}

	public void clear() {
		this.texts.clear();
	}

	@Override
	public Optional<List<Script>> find(Location location) {
		return Optional.of(this.texts.entrySet()
			.stream()
			.<Script>map((entry) -> new MemoryScript(entry.getKey(), entry.getValue()))
			.toList());
	}

	private record MemoryScript(String name, String text) implements Script {

		@Override
		public String fileName() {
			return this.name.substring(this.name.lastIndexOf('/') + 1);
		}

		@Override
		public String path() {
			return "db/migration/" + this.name;
		}

		@Override
		public InputStream open() {
			return new ByteArrayInputStream(this.text.getBytes(StandardCharsets.UTF_8));
		}

	}

}
