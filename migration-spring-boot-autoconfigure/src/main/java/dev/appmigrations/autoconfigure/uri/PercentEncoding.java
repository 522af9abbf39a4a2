package dev.appmigrations.autoconfigure.uri;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Percent-encoding as libpq reads it and as the driver does. The two differ in the plus
 * sign: for libpq it is a plus sign, for the driver (which uses
 * {@link java.net.URLDecoder}) it is a space, so that it is always encoded here.
 */
final class PercentEncoding {

	private static final String LITERAL = "-._~/:,!*";

	private PercentEncoding() {
	}

	/**
	 * Decode a part of a URI.
	 * @param uri the URI
	 * @param start index of the part's first character
	 * @param end index after the part's last character
	 * @return the decoded text
	 * @throws InvalidPostgresUriException if a percent sign is not followed by two
	 * hexadecimal digits, if they are 00, or if the bytes are not UTF-8
	 */
	static String decode(String uri, int start, int end) {
		String part = uri.substring(start, end);
		if (part.indexOf('%') < 0) {
			return part;
		}
		ByteArrayOutputStream bytes = new ByteArrayOutputStream(part.length());
		int literal = 0;
		for (int percent = part.indexOf('%'); percent >= 0; percent = part.indexOf('%', literal)) {
			bytes.writeBytes(part.substring(literal, percent).getBytes(StandardCharsets.UTF_8));
			bytes.write(octet(part, percent, start + percent + 1));
			literal = percent + 3;
		}
		bytes.writeBytes(part.substring(literal).getBytes(StandardCharsets.UTF_8));
		try {
			return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.toByteArray())).toString();
		}
		catch (CharacterCodingException ex) {
			throw new InvalidPostgresUriException(
					"the percent-encoded part that begins at character %d is not UTF-8".formatted(start + 1));
		}
	}

	private static int octet(String part, int percent, int position) {
		int high = (percent + 1 < part.length()) ? hexDigit(part.charAt(percent + 1)) : -1;
		int low = (percent + 2 < part.length()) ? hexDigit(part.charAt(percent + 2)) : -1;
		if (high < 0 || low < 0) {
			throw new InvalidPostgresUriException(
					"the '%%' at character %d is not followed by two hexadecimal digits".formatted(position),
					"Write a percent sign that stands for itself as %25.");
		}
		if (high == 0 && low == 0) {
			throw new InvalidPostgresUriException("%%00 at character %d is not allowed".formatted(position));
		}
		return (high << 4) | low;
	}

	private static int hexDigit(char character) {
		return (character < 0x80) ? Character.digit(character, 16) : -1;
	}

	/**
	 * Encode a database name or a parameter's value for the driver.
	 * @param value the value
	 * @param literal characters that stay as they are besides letters, digits and
	 * {@code -._~}
	 * @return the encoded value
	 */
	private static String encode(String value, String literal) {
		StringBuilder encoded = new StringBuilder(value.length());
		for (byte octet : value.getBytes(StandardCharsets.UTF_8)) {
			char character = (char) (octet & 0xff);
			if (isAsciiLetterOrDigit(character) || literal.indexOf(character) >= 0) {
				encoded.append(character);
			}
			else {
				encoded.append('%').append("%02X".formatted((int) character).toUpperCase(Locale.ROOT));
			}
		}
		return encoded.toString();
	}

	static String encodeName(String value) {
		return encode(value, "-._~");
	}

	static String encodeValue(String value) {
		return encode(value, LITERAL);
	}

	private static boolean isAsciiLetterOrDigit(char character) {
		return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z')
				|| (character >= '0' && character <= '9');
	}

}
