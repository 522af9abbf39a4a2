package dev.appmigrations.engine.history;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;

import org.jspecify.annotations.Nullable;

/**
 * Reads the server's text of a {@code timestamptz} in ISO style, which the driver always
 * sets: {@code 2025-11-12 08:30:00.123456+05:30}.
 */
final class ServerTime {

	private static final DateTimeFormatter FORM = new DateTimeFormatterBuilder()
		.append(DateTimeFormatter.ISO_LOCAL_DATE)
		.appendLiteral(' ')
		.append(DateTimeFormatter.ISO_LOCAL_TIME)
		.appendOffset("+HH:mm:ss", "Z")
		.toFormatter();

	private ServerTime() {
	}

	/**
	 * Reads a time.
	 * @param text the server's text, or {@code null}
	 * @return the time; {@code null} for NULL and for what Java has no instant for, such
	 * as {@code infinity}
	 */
	static @Nullable Instant parse(@Nullable String text) {
		if (text == null) {
			return null;
		}
		try {
			return OffsetDateTime.parse(text, FORM).toInstant();
		}
		catch (DateTimeParseException ex) {
			return null;
		}
	}

}
