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

	public MemoryScripts with(String fileName, String text) {
		this.texts.put(fileName, text);
		return this;
	}

	public MemoryScripts without(String fileName) {
		this.texts.remove(fileName);
		return this;
	}

	@Override
	public Optional<List<Script>> find(Location location) {
		return Optional.of(this.texts.entrySet()
			.stream()
			.<Script>map((entry) -> new MemoryScript(entry.getKey(), entry.getValue()))
			.toList());
	}

	private record MemoryScript(String fileName, String text) implements Script {

		@Override
		public String path() {
			return "db/migration/" + this.fileName;
		}

		@Override
		public InputStream open() {
			return new ByteArrayInputStream(this.text.getBytes(StandardCharsets.UTF_8));
		}

	}

}
