package dev.appmigrations.actuate.endpoint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

import dev.appmigrations.engine.text.Sha256;

import org.springframework.core.io.ClassPathResource;

/**
 * The document that a browser is shown. It holds no data: its script reads them as JSON,
 * so that they are hidden or shown as for everybody else who asks. Its content security
 * policy allows this script and this style only, by their hashes.
 */
final class MigrationsPage {

	static final String SCRIPT = "page.js";

	static final String STYLE = "page.css";

	private static final String DOCUMENT = "page.html";

	/** The files that it is made of. */
	static final List<String> PARTS = List.of(DOCUMENT, STYLE, SCRIPT);

	private MigrationsPage() {
	}

	static byte[] html() {
		String script = read(SCRIPT);
		String style = read(STYLE);
		return read(DOCUMENT).replace("{script-hash}", hash(script))
			.replace("{style-hash}", hash(style))
			.replace("{style}", style)
			.replace("{script}", script)
			.getBytes(StandardCharsets.UTF_8);
	}

	private static String read(String name) {
		try {
			return new ClassPathResource(name, MigrationsPage.class).getContentAsString(StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String hash(String text) {
		return "sha256-" + Base64.getEncoder().encodeToString(Sha256.of(text.getBytes(StandardCharsets.UTF_8)));
	}

}
