package dev.appmigrations.engine.adopt.folder;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import dev.appmigrations.engine.script.MigrationFolderName;

/**
 * Diesel: {@code 2020-01-01-000000_x/up.sql} with {@code down.sql}, and
 * {@code metadata.toml} where they run outside a transaction. The version is what stands
 * before the underscore, without hyphens.
 */
final class DieselLayout implements FolderLayout {

	private static final Pattern NO_TRANSACTION = Pattern.compile("(?m)^\\s*run_in_transaction\\s*=\\s*false");

	@Override
	public FolderRewriting rewrite(List<OldFile> files, Set<String> existing) {
		Set<String> withoutTransaction = files.stream()
			.filter((file) -> isMetadata(file) && NO_TRANSACTION.matcher(file.text()).find())
			.map(OldFile::folder)
			.collect(Collectors.toSet());
		Rewritten rewritten = new Rewritten();
		for (OldFile file : files) {
			String name = MigrationFolderName.of(file.folder());
			boolean up = "up.sql".equals(file.name());
			if (name != null && (up || "down.sql".equals(file.name()))) {
				rewritten.add(file, name + ((up) ? ".sql" : ".down.sql"),
						file.textWithDirective(!withoutTransaction.contains(file.folder())));
			}
			else if (!isMetadata(file)) {
				rewritten.leaveOut(file);
			}
		}
		return rewritten.rewriting();
	}

	private static boolean isMetadata(OldFile file) {
		return "metadata.toml".equals(file.name());
	}

}
