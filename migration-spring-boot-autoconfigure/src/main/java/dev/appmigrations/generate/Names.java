package dev.appmigrations.generate;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.zip.CRC32;

import dev.appmigrations.engine.shape.ConstraintShape;
import dev.appmigrations.engine.shape.TableShape;
import org.jspecify.annotations.Nullable;

/**
 * Names for new objects: never one that is taken, and never longer than the server keeps.
 * The same parts give the same name.
 */
final class Names {

	/** One byte less than NAMEDATALEN. */
	private static final int LONGEST = 63;

	private final Set<String> taken;

	Names(Collection<String> taken) {
		this.taken = new HashSet<>(taken);
	}

	/** Knows the names of a table's constraints, and of all relations in its schema. */
	static Names of(TableShape table) {
		Names names = new Names(table.taken());
		table.constraints().stream().filter(ConstraintShape::own).forEach((one) -> names.taken.add(one.name()));
		return names;
	}

	/** Takes the name that somebody has chosen, or makes one. */
	String choose(@Nullable String typed, String... parts) {
		if (typed == null) {
			return make(parts);
		}
		String name = NameArgument.simple(typed);
		if (!this.taken.add(name)) {
			throw new RefusedChangeException("There is a " + name + " already.", "Choose another name.");
		}
		return name;
	}

	/**
	 * Makes a name, which is taken from then on.
	 * @param parts what it is made of
	 */
	String make(String... parts) {
		String wanted = String.join("_", parts);
		String name = cut(wanted);
		for (int number = 1; !this.taken.add(name); number++) {
			name = cut(wanted + number);
		}
		return name;
	}

	/**
	 * Makes the name of something that stands beside something else for a while.
	 * @param other the name of the other
	 * @param old a part of that name
	 * @param replacement what stands for that part
	 */
	String beside(String other, String old, String replacement) {
		return make((other.contains(old)) ? other.replace(old, replacement) : other + "_" + replacement);
	}

	/**
	 * A name that is cut ends in a number that tells it from others with the same
	 * beginning.
	 */
	private static String cut(String name) {
		byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
		if (bytes.length <= LONGEST) {
			return name;
		}
		CRC32 number = new CRC32();
		number.update(bytes);
		String end = "_%08x".formatted(number.getValue());
		StringBuilder kept = new StringBuilder();
		int length = 0;
		for (int codePoint : name.codePoints().toArray()) {
			String character = Character.toString(codePoint);
			length += character.getBytes(StandardCharsets.UTF_8).length;
			if (length > LONGEST - end.length()) {
				break;
			}
			kept.append(character);
		}
		return kept + end;
	}

}
