package dev.appmigrations.command;

import java.util.List;
import java.util.function.Consumer;

import dev.appmigrations.autoconfigure.ApplicationMigrators;
import dev.appmigrations.engine.Migrator;
import org.jspecify.annotations.Nullable;

/**
 * Migrators that the application's properties describe.
 *
 * @param application where they are described
 * @param wanted the name in the arguments, {@code null} if there is none
 * @param announcement receives the database, in words, before anybody connects
 */
record PropertyMigrators(ApplicationMigrators application, @Nullable String wanted,
		Consumer<String> announcement) implements Migrators {

	@Override
	public Migrator one() {
		List<String> names = names();
		if (names.size() == 1) {
			return get(names.get(0));
		}
		throw new UsageException("The application has several databases.",
				"Name one with --migrator: " + String.join(", ", names));
	}

	@Override
	public List<String> names() {
		String found = (this.wanted != null) ? this.application.find(this.wanted) : null;
		return (found != null) ? List.of(found) : this.application.names();
	}

	@Override
	public Migrator get(String name) {
		return this.application.create(name, this.announcement);
	}

}
