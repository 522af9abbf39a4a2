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
		return List.of(new RenameColumn(), new ChangeType(), new NotNull(), new AddForeignKey(), new AddCheck(),
				new AddUnique(), new AddPrimaryKey(), new AddIndex(), new ReplaceIndex(), new DropIndex(),
				new AddColumn(), new DropColumn(), new RenameTable(), new DropTable(), new AddEnumValue(),
				new BackfillRows());
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
