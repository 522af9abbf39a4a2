package dev.appmigrations.engine.adopt.folder;

import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * golang-migrate and sqlx: {@code 1_x.up.sql} with {@code 1_x.down.sql}; sqlx has
 * {@code 1_x.sql} as well.
 */
final class UpDownLayout implements FolderLayout {

	private static final Pattern NAME = Pattern.compile("(\\d+_.+?)(\\.up|\\.down)?\\.sql");

	@Override
	public FolderRewriting rewrite(List<OldFile> files, Set<String> existing) {
		Rewritten rewritten = new Rewritten();
		for (OldFile file : files) {
			Matcher name = NAME.matcher(file.name());
			if (name.matches()) {
				String down = (".down".equals(name.group(2))) ? ".down" : "";
				rewritten.add(file, name.group(1) + down + ".sql", file.textWithDirective(true));
			}
			else {
				rewritten.leaveOut(file);
			}
		}
		return rewritten.rewriting();
	}

}
