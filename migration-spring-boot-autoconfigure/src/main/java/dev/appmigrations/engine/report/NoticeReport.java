package dev.appmigrations.engine.report;

import org.jspecify.annotations.Nullable;

/**
 * What the server said while it ran a statement of a script: RAISE NOTICE, RAISE WARNING,
 * or a remark of its own. All texts are visible.
 *
 * @param warning whether it is a warning
 * @param raised whether the script, or a routine that it calls, has raised it
 * @param severity the server's word for it, in its language
 * @param message the primary message, possibly cut
 * @param detail DETAIL, or {@code null}
 * @param hint HINT, or {@code null}
 * @param file the path of the script
 * @param line the line in it; 0 if it belongs to no line, for example at COMMIT
 */
public record NoticeReport(boolean warning, boolean raised, String severity, String message, @Nullable String detail,
		@Nullable String hint, String file, int line) {

	/**
	 * Returns where it comes from.
	 * @return the file, and the line where there is one
	 */
	public String place() {
		return this.file + ((this.line > 0) ? ":" + this.line : "");
	}

}
