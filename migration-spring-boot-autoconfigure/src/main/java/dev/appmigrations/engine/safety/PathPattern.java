package dev.appmigrations.engine.safety;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;

/**
 * A glob for paths. It matches a path, or the end of it that begins behind a slash, so
 * that {@code legacy/**} stands for the folder {@code legacy} wherever it is.
 */
final class PathPattern {

	private final PathMatcher matcher;

	/**
	 * Reads a glob.
	 * @param glob the glob, as {@link java.nio.file.FileSystem#getPathMatcher} describes
	 * it
	 * @throws java.util.regex.PatternSyntaxException if it is none
	 */
	PathPattern(String glob) {
		this.matcher = FileSystems.getDefault().getPathMatcher("glob:" + glob);
	}

	boolean matches(String path) {
		String rest = path;
		while (!this.matcher.matches(Path.of(rest))) {
			int slash = rest.indexOf('/');
			if (slash < 0) {
				return false;
			}
			rest = rest.substring(slash + 1);
		}
		return true;
	}

}
