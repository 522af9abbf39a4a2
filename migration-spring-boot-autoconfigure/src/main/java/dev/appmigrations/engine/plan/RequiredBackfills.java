package dev.appmigrations.engine.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import dev.appmigrations.engine.migration.BackfillMigration;
import dev.appmigrations.engine.migration.Migration;

/**
 * Finds the backfills that migrations require, directly or through others, applied ones
 * included.
 */
public final class RequiredBackfills {

	private RequiredBackfills() {
	}

	/**
	 * Finds them.
	 * @param migrations those that require
	 * @param all every migration that there is
	 * @return the backfills, in the order in which they are found
	 */
	public static List<BackfillMigration> of(List<Migration> migrations, Collection<Migration> all) {
		KnownVersions versions = new KnownVersions().add(all);
		Set<String> seen = new LinkedHashSet<>();
		List<BackfillMigration> found = new ArrayList<>();
		List<Migration> left = new ArrayList<>(migrations);
		for (int i = 0; i < left.size(); i++) {
			for (String requirement : left.get(i).requirements()) {
				Migration required = Reference.parse(requirement, versions, "", new ArrayList<>()).in(all);
				if (required != null && seen.add(required.name())) {
					left.add(required);
					if (required instanceof BackfillMigration backfill) {
						found.add(backfill);
					}
				}
			}
		}
		return found;
	}

}
