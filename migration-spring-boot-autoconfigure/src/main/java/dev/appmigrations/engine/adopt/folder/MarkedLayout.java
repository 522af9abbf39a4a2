package dev.appmigrations.engine.adopt.folder;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import dev.appmigrations.engine.sql.ForeignMarker;
import dev.appmigrations.engine.sql.MarkingTool;
import dev.appmigrations.engine.sql.SourcePosition;
import org.jspecify.annotations.Nullable;

/**
 * Both directions in one file, divided by comments that are the tool's own: the same that
 * a start refuses.
 */
final class MarkedLayout implements FolderLayout {

	private static final Pattern NAME = Pattern.compile("\\d+[_-].+\\.sql");

	/** See MyBatis Migrations: {@code MigrationReader}. */
	private static final Pattern DELIMITER = Pattern.compile("\\s*--\\s*//\\s*@DELIMITER\\b.*",
			Pattern.CASE_INSENSITIVE);

	private final MarkingTool tool;

	/**
	 * Creates a layout.
	 * @param tool whose comments divide the files
	 */
	MarkedLayout(MarkingTool tool) {
		this.tool = tool;
	}

	@Override
	public FolderRewriting rewrite(List<OldFile> files, Set<String> existing) {
		return Rewritten.each(files, NAME, this::rewrite);
	}

	private void rewrite(OldFile file, Rewritten rewritten) {
		StringBuilder before = new StringBuilder();
		StringBuilder text = new StringBuilder();
		boolean up = false;
		boolean down = false;
		for (String line : file.text().lines().toList()) {
			ForeignMarker.Kind kind = kind(line);
			if (!up && !down && kind == ForeignMarker.Kind.UP) {
				up = true;
				text.append("-- migrate:up\n");
			}
			else if (!down && kind == ForeignMarker.Kind.DOWN) {
				down = true;
				text.append("-- migrate:down\n");
			}
			else if (this.tool == MarkingTool.MYBATIS && DELIMITER.matcher(line).matches()) {
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

	private ForeignMarker.@Nullable Kind kind(String line) {
		String comment = line.strip();
		ForeignMarker marker = (comment.startsWith("--")) ? ForeignMarker.of(comment, SourcePosition.START) : null;
		return (marker != null && marker.tool() == this.tool) ? marker.kind() : null;
	}

}
