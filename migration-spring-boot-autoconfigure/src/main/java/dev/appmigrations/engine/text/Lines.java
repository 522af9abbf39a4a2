package dev.appmigrations.engine.text;

/**
 * A message of ours that has several lines on purpose, such as one with an excerpt or a
 * list. The foreign parts in it are visible already.
 *
 * @param text the lines
 */
public record Lines(String text) {

	public Lines {
		text = VisibleText.lines(text);
	}

	@Override
	public String toString() {
		return this.text;
	}

}
