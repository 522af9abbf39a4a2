package dev.appmigrations.engine.jdbc;

import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;
import org.postgresql.core.Encoding;

/**
 * The characters that a database can hold. The server tells its encoding when a
 * connection begins, without being asked (see PostgreSQL: the manual's section
 * "Asynchronous Operations" of the protocol).
 *
 * @param name the server's name for it, {@code unknown} where the driver is hidden
 * @param encoder knows them, {@code null} where the database can hold all of them
 */
public record ServerEncoding(String name, @Nullable CharsetEncoder encoder) {

	private static final char REPLACEMENT = '?';

	static ServerEncoding of(@Nullable String name) {
		// SQL_ASCII holds any bytes.
		if (name == null || "UTF8".equals(name) || "SQL_ASCII".equals(name)) {
			return new ServerEncoding((name != null) ? name : "unknown", null);
		}
		Charset charset = Charset.forName(Encoding.getDatabaseEncoding(name).name());
		return new ServerEncoding(name, (charset.equals(StandardCharsets.UTF_8)) ? null : charset.newEncoder());
	}

	/**
	 * Makes a text that the database can hold.
	 * @param text any text
	 * @return the text, with a question mark for each character that the database lacks
	 */
	public String storable(String text) {
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
