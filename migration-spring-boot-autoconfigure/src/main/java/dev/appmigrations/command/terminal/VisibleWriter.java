package dev.appmigrations.command.terminal;

import java.io.FilterWriter;
import java.io.IOException;
import java.io.Writer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.appmigrations.engine.text.VisibleText;

/**
 * The last door before a terminal or a file: whatever is printed, no hidden character
 * leaves here. Reports are visible already; this holds for all that is printed beside
 * them, such as the arguments of a command. In JSON, where hidden characters stand in
 * strings only, they are written as JSON escapes them.
 */
final class VisibleWriter extends FilterWriter {

	/** Colours, and what a live line needs: it is erased, and never wraps. */
	private static final Pattern OURS = Pattern.compile("\\r?\\x1b\\[(?:[0-9;]*[mK]|\\?7[lh])");

	private final boolean json;

	private final boolean drawn;

	/**
	 * Creates a writer.
	 * @param target where the visible text goes
	 * @param json whether the text is JSON
	 * @param drawn whether a person looks at it, on a terminal
	 */
	VisibleWriter(Writer target, boolean json, boolean drawn) {
		super(target);
		this.json = json;
		this.drawn = drawn;
	}

	@Override
	public void write(int character) throws IOException {
		write(String.valueOf((char) character));
	}

	@Override
	public void write(char[] characters, int from, int length) throws IOException {
		write(new String(characters, from, length));
	}

	@Override
	public void write(String text, int from, int length) throws IOException {
		String part = text.substring(from, from + length);
		this.out.write((part.equals(System.lineSeparator())) ? part : visible(part));
	}

	private String visible(String text) {
		if (!this.drawn) {
			return plain(text);
		}
		StringBuilder visible = new StringBuilder();
		Matcher sequence = OURS.matcher(text);
		int end = 0;
		while (sequence.find()) {
			visible.append(plain(text.substring(end, sequence.start()))).append(sequence.group());
			end = sequence.end();
		}
		return visible.append(plain(text.substring(end))).toString();
	}

	private String plain(String text) {
		String visible = VisibleText.lines(text);
		if (!this.json || visible.equals(text)) {
			return visible;
		}
		StringBuilder escaped = new StringBuilder();
		text.codePoints().forEach((codePoint) -> {
			String character = Character.toString(codePoint);
			if (VisibleText.lines(character).equals(character)) {
				escaped.append(character);
			}
			else {
				character.chars().forEach((unit) -> escaped.append("\\u%04X".formatted(unit)));
			}
		});
		return escaped.toString();
	}

}
