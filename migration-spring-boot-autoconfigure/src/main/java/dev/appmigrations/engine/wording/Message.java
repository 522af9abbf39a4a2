package dev.appmigrations.engine.wording;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

import dev.appmigrations.engine.text.VisibleText;

/**
 * A text of which each shell words the parts that it calls otherwise. It has no hidden
 * characters.
 *
 * @param parts words and references, in their order
 */
public record Message(List<Part> parts) implements Serializable {

	public Message {
		parts = List.copyOf(parts);
	}

	/**
	 * Creates a message that is the same in every shell.
	 * @param text one or more lines
	 * @return the message
	 */
	public static Message of(String text) {
		return new Message(List.of(new Words(VisibleText.lines(text))));
	}

	/**
	 * Returns the message with more words.
	 * @param text follows what is there
	 * @return a new message
	 */
	public Message and(String text) {
		return and(of(text));
	}

	/**
	 * Returns the message with a reference.
	 * @param reference follows what is there
	 * @return a new message
	 */
	public Message and(Reference reference) {
		return and(new Message(List.of(reference)));
	}

	/**
	 * Returns the message with another one behind it.
	 * @param other follows what is there
	 * @return a new message
	 */
	public Message and(Message other) {
		List<Part> all = new ArrayList<>(this.parts);
		for (Part part : other.parts) {
			int last = all.size() - 1;
			if (part instanceof Words words && last >= 0 && all.get(last) instanceof Words before) {
				all.set(last, new Words(before.text() + words.text()));
			}
			else {
				all.add(part);
			}
		}
		return new Message(all);
	}

	/**
	 * Returns the message with other words in the place of some.
	 * @param target words that stand between two references
	 * @param replacement what stands there instead, wherever they do
	 * @return a new message
	 */
	public Message replace(String target, Message replacement) {
		Message replaced = new Message(List.of());
		for (Part part : this.parts) {
			if (!(part instanceof Words words)) {
				replaced = replaced.and(new Message(List.of(part)));
				continue;
			}
			int from = 0;
			for (int at = words.text().indexOf(target); at >= 0; at = words.text().indexOf(target, from)) {
				replaced = replaced.and(words.text().substring(from, at)).and(replacement);
				from = at + target.length();
			}
			replaced = replaced.and(words.text().substring(from));
		}
		return replaced;
	}

	/**
	 * Returns the message, a phrase that begins with words, as a sentence.
	 * @return the same with a capital letter and a full stop
	 */
	public Message toSentence() {
		boolean[] begun = { false };
		Message sentence = map((text) -> {
			String changed = (begun[0] || text.isEmpty()) ? text
					: Character.toUpperCase(text.charAt(0)) + text.substring(1);
			begun[0] = true;
			return changed;
		});
		return sentence.and(".");
	}

	/**
	 * Returns the message with its words changed, and its references as they are.
	 * @param change is given what stands between two references
	 * @return a new message
	 */
	public Message map(UnaryOperator<String> change) {
		List<Part> changed = new ArrayList<>(this.parts.size());
		for (Part part : this.parts) {
			changed.add((part instanceof Words words) ? new Words(change.apply(words.text())) : part);
		}
		return new Message(changed);
	}

	/**
	 * Returns the text for the readers of a shell.
	 * @param wording the shell's
	 * @return one or more lines
	 */
	public String in(Wording wording) {
		StringBuilder text = new StringBuilder();
		for (Part part : this.parts) {
			text.append(part.in(wording));
		}
		return VisibleText.lines(text.toString());
	}

	/**
	 * Returns the text for those who use the engine without a shell.
	 */
	@Override
	public String toString() {
		return in(new JavaWording());
	}

}
