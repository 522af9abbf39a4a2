package dev.appmigrations.command;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/**
 * Finds the source of a script that was found on the class path, so that other tools can
 * show a finding where people edit it.
 */
final class SourceFolders {

	private static final List<String> FOLDERS = List.of("", "src/main/resources/", "src/main/java/");

	private final Path working;

	SourceFolders(Path working) {
		this.working = working;
	}

	/**
	 * Returns the path of a source.
	 * @param location where the script was found
	 * @return the path below the working directory with slashes, or the location where
	 * there is no such file
	 */
	String path(String location) {
		for (String folder : FOLDERS) {
			try {
				if (Files.isRegularFile(this.working.resolve(folder + location))) {
					return relative(this.working.resolve(folder + location));
				}
			}
			catch (InvalidPathException ex) {
				return location;
			}
		}
		return location;
	}

	private String relative(Path file) {
		Path path = file.normalize();
		Path shown = (path.startsWith(this.working)) ? this.working.relativize(path) : path;
		return shown.toString().replace('\\', '/');
	}

}
