package dev.appmigrations.engine.adopt.folder;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Prisma: {@code 20200101000000_x/migration.sql}, without rollbacks.
 */
final class PrismaLayout implements FolderLayout {

	private static final Pattern FOLDER = Pattern.compile("\\d+_.+");

	@Override
	public FolderRewriting rewrite(List<OldFile> files) {
		Rewritten rewritten = new Rewritten();
		for (OldFile file : files) {
			if ("migration.sql".equals(file.name()) && FOLDER.matcher(file.folder()).matches()) {
				rewritten.add(file, file.folder() + ".sql", file.text());
			}
			else if (!"migration_lock.toml".equals(file.name())) {
				rewritten.leaveOut(file);
			}
		}
		return rewritten.rewriting();
	}

}
