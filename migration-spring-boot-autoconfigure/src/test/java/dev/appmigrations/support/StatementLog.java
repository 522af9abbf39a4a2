package dev.appmigrations.support;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The log of a server that logs all statements as CSV, read from where the last reading
 * ended.
 */
final class StatementLog {

	/** The column "message": PostgreSQL's manual, "Using CSV-Format Log Output". */
	private static final int MESSAGE = 13;

	private static final String SIMPLE = "statement: ";

	private final Path folder;

	private long position;

	StatementLog(Path folder) {
		this.folder = folder;
	}

	Path folder() {
		return this.folder;
	}

	/** Returns the messages that came by the simple protocol since the last reading. */
	synchronized List<String> read() throws IOException {
		Path file = this.folder.resolve("statements.csv");
		List<String> messages = new ArrayList<>();
		if (!Files.exists(file)) {
			return messages;
		}
		try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "r")) {
			long length = log.length();
			byte[] bytes = new byte[Math.toIntExact(length - this.position)];
			log.seek(this.position);
			log.readFully(bytes);
			int end = parse(new String(bytes, StandardCharsets.ISO_8859_1), messages);
			this.position += end;
		}
		return messages;
	}

	/** Returns where the last complete record ends. */
	private static int parse(String text, List<String> messages) {
		int end = 0;
		int column = 0;
		int start = 0;
		boolean quoted = false;
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			if (c == '"') {
				quoted = !quoted;
			}
			else if (!quoted && (c == ',' || c == '\n')) {
				if (column == MESSAGE && text.startsWith("\"" + SIMPLE, start)) {
					String message = text.substring(start + 1 + SIMPLE.length(), i - 1).replace("\"\"", "\"");
					messages.add(new String(message.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8));
				}
				start = i + 1;
				column = (c == ',') ? column + 1 : 0;
				end = (c == '\n') ? i + 1 : end;
			}
		}
		return end;
	}

}
