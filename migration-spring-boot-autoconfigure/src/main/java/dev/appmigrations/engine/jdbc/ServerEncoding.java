package dev.appmigrations.engine.jdbc;

import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.core.Encoding;

/**
 * The characters that a database can hold. The server tells its encoding when a
 * connection begins, without being asked (see PostgreSQL: the manual's section
 * "Asynchronous Operations" of the protocol).
 *
 * @param encoder knows them, {@code null} where the database can hold all of them
 */
record ServerEncoding(@Nullable CharsetEncoder encoder) {

	private static final char REPLACEMENT = '?';

	static ServerEncoding of(@Nullable PGConnection driver) {
		String name = (driver != null) ? driver.getParameterStatus("server_encoding") : null;
		// SQL_ASCII holds any bytes.
		if (name == null || "UTF8".equals(name) || "SQL_ASCII".equals(name)) {
			return new ServerEncoding(null);
		}
		Charset charset = Charset.forName(Encoding.getDatabaseEncoding(name).name());
		return new ServerEncoding((charset.equals(StandardCharsets.UTF_8)) ? null : charset.newEncoder());
	}

	/** Returns a text with a question mark for each character that has no equivalent. */
	String storable(String text) {
		if (this.encoder == null || this.encoder.canEncode(text)) {
			return text;
		}
		StringBuilder storable = new StringBuilder(text.length());
		text.codePoints().forEach((character) -> {
			String one = Character.toString(character);
			storable.append((this.encoder.canEncode(one)) ? one : REPLACEMENT);
		});
		return storable.toString();
	}

}
