package dev.appmigrations.engine.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import dev.appmigrations.engine.migration.Migration;

/**
 * Follows the directives {@code requires} from file to file.
 */
public final class RequiredMigrations {

	private final Collection<Migration> all;

	private final KnownVersions versions;

	/**
	 * Creates it.
	 * @param all the migrations that may be required
	 */
	public RequiredMigrations(Collection<Migration> all) {
		this.all = all;
		this.versions = new KnownVersions().add(all);
	}

	/**
	 * Finds what migrations require, directly or through others.
	 * @param migrations those that require
	 * @return what they require, the nearest first; those that require each other in a
	 * circle are among them
	 */
	public List<Migration> of(List<Migration> migrations) {
		Set<String> seen = new LinkedHashSet<>();
		List<Migration> found = new ArrayList<>(migrations);
		for (int i = 0; i < found.size(); i++) {
			for (String requirement : found.get(i).requirements()) {
				Migration required = Reference.parse(requirement, this.versions, "", new ArrayList<>()).in(this.all);
				if (required != null && seen.add(required.name())) {
					found.add(required);
				}
			}
		}
		return found.subList(migrations.size(), found.size());
	}

	/**
	 * Tells whether a migration cannot run before another has.
	 * @param migration the one
	 * @param required the other
	 * @return whether it requires the other, directly or not
	 */
	public boolean requires(Migration migration, Migration required) {
		return of(List.of(migration)).contains(required);
	}

}
