package dev.appmigrations.engine.script;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

import dev.appmigrations.engine.migration.Script;

/**
 * A script of a test, which may be anywhere and hold any bytes.
 */
@SuppressWarnings("ArrayRecordComponent")
record Bytes(String path, byte[] content) implements Script {

	static Bytes of(String path, String text) {
		return new Bytes(path, text.getBytes(StandardCharsets.UTF_8));
	}

	@Override
	public String fileName() {
		return this.path.substring(this.path.lastIndexOf('/') + 1);
	}

	@Override
	public InputStream open() {
		return new ByteArrayInputStream(this.content);
	}

}
