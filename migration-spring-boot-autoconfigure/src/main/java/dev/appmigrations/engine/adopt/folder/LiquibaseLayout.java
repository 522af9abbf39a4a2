package dev.appmigrations.engine.adopt.folder;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Liquibase's SQL files: one new file for each, whatever the number of its change sets. A
 * name without a version gets one in front, in alphabetical order, which is that of
 * {@code includeAll}; adoption knows the file again by what stands behind it.
 */
final class LiquibaseLayout implements FolderLayout {

	private static final Pattern FORMATTED = Pattern.compile("\\s*--\\s*liquibase\\s+formatted\\s+sql.*",
			Pattern.CASE_INSENSITIVE);

	@Override
	public boolean ordersByName() {
		return true;
	}

	@Override
	public FolderRewriting rewrite(List<OldFile> files, Set<String> existing) {
		Rewritten rewritten = new Rewritten();
		List<OldFile> scripts = files.stream().filter(OldFile::isSql).toList();
		List<String> names = new FileNumbers(existing).names(scripts.stream().map(OldFile::name).toList());
		files.stream().filter((file) -> !file.isSql()).forEach(rewritten::leaveOut);
		for (int i = 0; i < scripts.size(); i++) {
			OldFile file = scripts.get(i);
			String name = names.get(i);
			boolean formatted = file.text().lines().anyMatch((line) -> FORMATTED.matcher(line).matches());
			rewritten.add(file, name, (formatted) ? new ChangeSets(file, rewritten).rewrite() : file.text());
		}
		return rewritten.rewriting();
	}

	static boolean isHeader(String line) {
		return FORMATTED.matcher(line).matches();
	}

}
