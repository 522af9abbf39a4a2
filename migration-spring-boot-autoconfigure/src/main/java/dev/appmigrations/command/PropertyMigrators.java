package dev.appmigrations.command;

import java.util.List;
import java.util.function.Consumer;

import dev.appmigrations.autoconfigure.ApplicationMigrators;
import dev.appmigrations.engine.Migrator;
import dev.appmigrations.engine.Tenants;
import org.jspecify.annotations.Nullable;

/**
 * Migrators that the application's properties describe.
 *
 * @param application where they are described
 * @param wanted the name in the arguments, {@code null} if there is none
 * @param tenant the name of the tenant in the arguments, {@code null} if there is none
 * @param announcement receives the database, in words, before anybody connects
 */
record PropertyMigrators(ApplicationMigrators application, @Nullable String wanted, @Nullable String tenant,
		Consumer<String> announcement) implements Migrators {

	@Override
	public Migrator one() {
		if (this.tenant != null) {
			return get(ApplicationMigrators.DEFAULT);
		}
		List<String> names = names();
		if (names.size() == 1) {
			return get(names.get(0));
		}
		throw new UsageException("The application has several databases.",
				"Name one with --migrator: " + String.join(", ", names));
	}

	@Override
	public List<String> names() {
		if (this.tenant != null) {
			return List.of(ApplicationMigrators.DEFAULT);
		}
		String found = (this.wanted != null) ? this.application.find(this.wanted) : null;
		return (found != null) ? List.of(found) : this.application.names();
	}

	@Override
	public Migrator get(String name) {
		if (this.tenant != null) {
			return Migrators.ofTenant(this.application.tenants(this.announcement), this.tenant);
		}
		return this.application.create(name, this.announcement);
	}

	@Override
	public @Nullable Tenants tenants() {
		boolean all = this.wanted == null && this.tenant == null;
		return (all) ? this.application.tenants((database) -> {
		}) : null;
	}

}
