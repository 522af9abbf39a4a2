package dev.appmigrations.engine.adopt.folder;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Both directions in one file, divided by comments that are the tool's own.
 */
final class MarkedLayout implements FolderLayout {

	private static final Pattern NAME = Pattern.compile("\\d+[_-].+\\.sql");

	private final Pattern up;

	private final Pattern down;

	private final Pattern refused;

	private MarkedLayout(String up, String down, String refused) {
		this.up = Pattern.compile(up, Pattern.CASE_INSENSITIVE);
		this.down = Pattern.compile(down, Pattern.CASE_INSENSITIVE);
		this.refused = Pattern.compile(refused, Pattern.CASE_INSENSITIVE);
	}

	/** See node-pg-migrate: {@code src/sqlMigration.ts}. */
	static MarkedLayout ofNodePgMigrate() {
		return new MarkedLayout("\\s*--[\\s-]*up\\s+migration.*", "\\s*--[\\s-]*down\\s+migration.*", "(?!)");
	}

	/** See MyBatis Migrations: {@code MigrationReader}. */
	static MarkedLayout ofMyBatis() {
		return new MarkedLayout("(?!)", "\\s*--\\s*//\\s*@UNDO\\b.*", "\\s*--\\s*//\\s*@DELIMITER\\b.*");
	}

	@Override
	public FolderRewriting rewrite(List<OldFile> files, Set<String> existing) {
		Rewritten rewritten = new Rewritten();
		for (OldFile file : files) {
			if (NAME.matcher(file.name()).matches()) {
				rewrite(file, rewritten);
			}
			else {
				rewritten.leaveOut(file);
			}
		}
		return rewritten.rewriting();
	}

	private void rewrite(OldFile file, Rewritten rewritten) {
		StringBuilder before = new StringBuilder();
		StringBuilder text = new StringBuilder();
		boolean up = false;
		boolean down = false;
		for (String line : file.text().lines().toList()) {
			if (!up && !down && this.up.matcher(line).matches()) {
				up = true;
				text.append("-- migrate:up\n");
			}
			else if (!down && this.down.matcher(line).matches()) {
				down = true;
				text.append("-- migrate:down\n");
			}
			else if (this.refused.matcher(line).matches()) {
				rewritten.refuse(file, "says '" + line.strip() + "', which has no counterpart",
						"End the statements with a semicolon, and remove the line.");
			}
			else {
				((up || down) ? text : before).append(line).append('\n');
			}
		}
		// What stands before the first marker is the way up, where none says so.
		String head = (down && !up) ? "-- migrate:up\n" : "";
		rewritten.add(file, file.name().replaceFirst("^(\\d+)-", "$1_"), head + before + text);
	}

}
