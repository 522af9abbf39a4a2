package dev.appmigrations.shipped;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

import dev.appmigrations.engine.migration.Script;

/**
 * A file on the class path, under another name.
 */
record ClassPathScript(String fileName, String path) implements Script {

	static boolean exists(String path) {
		return ClassPathScript.class.getClassLoader().getResource(path) != null;
	}

	@Override
	public InputStream open() throws IOException {
		InputStream stream = ClassPathScript.class.getClassLoader().getResourceAsStream(this.path);
		if (stream == null) {
			throw new FileNotFoundException(this.path);
		}
		return stream;
	}

	String text() throws IOException {
		try (InputStream stream = open()) {
			return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
		}
	}

}
