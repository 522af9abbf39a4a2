package dev.appmigrations.engine.adopt.folder;

import java.util.List;
import java.util.Set;

import dev.appmigrations.engine.script.MigrationFolderName;

/**
 * Prisma: {@code 20200101000000_x/migration.sql}, with {@code down.sql} where a person
 * has written one.
 */
final class PrismaLayout implements FolderLayout {

	@Override
	public boolean ordersByName() {
		return true;
	}

	@Override
	public FolderRewriting rewrite(List<OldFile> files, Set<String> existing) {
		Rewritten rewritten = new Rewritten();
		for (OldFile file : files) {
			String name = MigrationFolderName.of(file.folder());
			if (name != null && "migration.sql".equals(file.name())) {
				rewritten.add(file, name + ".sql", file.text());
			}
			else if (name != null && "down.sql".equals(file.name())) {
				rewritten.add(file, name + ".down.sql", file.text());
			}
			else if (!"migration_lock.toml".equals(file.name())) {
				rewritten.leaveOut(file);
			}
		}
		return rewritten.rewriting();
	}

}
