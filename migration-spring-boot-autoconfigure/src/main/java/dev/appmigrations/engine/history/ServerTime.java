package dev.appmigrations.engine.history;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

import org.jspecify.annotations.Nullable;

/**
 * Reads the server's text of a {@code timestamptz} in ISO style, which the driver always
 * sets: {@code 2025-11-12 08:30:00.123456+05:30}. By hand, because a formatter of the JDK
 * takes as long for a column of a history as everything else that is done with the rows.
 */
public final class ServerTime {

	private static final int SECONDS_END = "2025-11-12 08:30:00".length();

	private static final int NANO_DIGITS = 9;

	private final String text;

	private int position;

	private ServerTime(String text) {
		this.text = text;
	}

	/**
	 * Reads a time.
	 * @param text the server's text, or {@code null}
	 * @return the time; {@code null} for NULL and for what Java has no instant for, such
	 * as {@code infinity}, and for a year of more or less than four digits
	 */
	public static @Nullable Instant parse(@Nullable String text) {
		if (text == null || text.length() < SECONDS_END || text.charAt(10) != ' ') {
			return null;
		}
		try {
			return new ServerTime(text).instant();
		}
		catch (DateTimeException | NumberFormatException ex) {
			return null;
		}
	}

	private Instant instant() {
		LocalDateTime time = LocalDateTime.of(number(0, 4), number(5, 7), number(8, 10), number(11, 13), number(14, 16),
				number(17, SECONDS_END));
		this.position = SECONDS_END;
		int nanos = (is('.')) ? fraction() : 0;
		ZoneOffset offset = offset();
		if (this.position < this.text.length()) {
			throw new NumberFormatException(this.text);
		}
		return time.withNano(nanos).toInstant(offset);
	}

	private int fraction() {
		int start = this.position + 1;
		int end = start;
		while (end < this.text.length() && Character.isDigit(this.text.charAt(end))) {
			end++;
		}
		int nanos = number(start, end);
		for (int digits = end - start; digits < NANO_DIGITS; digits++) {
			nanos *= 10;
		}
		this.position = end;
		return nanos;
	}

	private ZoneOffset offset() {
		int sign = (is('-')) ? -1 : 1;
		int seconds = part() * 3600;
		seconds += (is(':')) ? part() * 60 : 0;
		seconds += (is(':')) ? part() : 0;
		return ZoneOffset.ofTotalSeconds(sign * seconds);
	}

	/** Reads the two digits behind a sign or a colon. */
	private int part() {
		int start = this.position + 1;
		this.position = start + 2;
		return number(start, this.position);
	}

	private boolean is(char c) {
		return this.position < this.text.length() && this.text.charAt(this.position) == c;
	}

	private int number(int start, int end) {
		if (end > this.text.length()) {
			throw new NumberFormatException(this.text);
		}
		return Integer.parseInt(this.text, start, end, 10);
	}

}
