package dev.appmigrations.engine.adopt.folder;

import java.util.List;
import java.util.regex.Pattern;

import dev.appmigrations.engine.script.ScriptName;

/**
 * Liquibase's SQL files: one new file for each, whatever the number of its change sets.
 * Where a name has no version, all get a number in front, in alphabetical order, which is
 * that of {@code includeAll}; adoption knows them again by what stands behind it.
 */
final class LiquibaseLayout implements FolderLayout {

	private static final Pattern FORMATTED = Pattern.compile("\\s*--\\s*liquibase\\s+formatted\\s+sql.*",
			Pattern.CASE_INSENSITIVE);

	@Override
	public FolderRewriting rewrite(List<OldFile> files) {
		Rewritten rewritten = new Rewritten();
		List<OldFile> scripts = files.stream().filter(OldFile::isSql).toList();
		boolean numbered = scripts.stream().allMatch((file) -> isMigration(file.name()));
		files.stream().filter((file) -> !file.isSql()).forEach(rewritten::leaveOut);
		for (int i = 0; i < scripts.size(); i++) {
			OldFile file = scripts.get(i);
			String name = (numbered) ? file.name() : String.format("%04d_%s", i + 1, file.name());
			boolean formatted = file.text().lines().anyMatch((line) -> FORMATTED.matcher(line).matches());
			rewritten.add(file, name, (formatted) ? new ChangeSets(file, rewritten).rewrite() : file.text());
		}
		return rewritten.rewriting();
	}

	private static boolean isMigration(String name) {
		ScriptName.Form form = ScriptName.parse(name).form();
		return form == ScriptName.Form.VERSIONED || form == ScriptName.Form.REPEATABLE;
	}

	static boolean isHeader(String line) {
		return FORMATTED.matcher(line).matches();
	}

}
