package dev.appmigrations.generate;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The kinds of changes that migrations are generated for.
 */
public final class Generators {

	private Generators() {
	}

	/**
	 * Returns all of them.
	 * @return the generators, in the order in which help shows them
	 */
	public static List<Generator> all() {
		return List.of(new RenameColumn(), new ChangeType());
	}

	/**
	 * Finds a generator.
	 * @param name its name
	 * @return the generator, {@code null} if there is none of that name
	 */
	public static @Nullable Generator find(String name) {
		return all().stream().filter((generator) -> generator.name().equals(name)).findFirst().orElse(null);
	}

}
