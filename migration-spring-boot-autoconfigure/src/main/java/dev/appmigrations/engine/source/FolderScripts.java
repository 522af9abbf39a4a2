package dev.appmigrations.engine.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;

import dev.appmigrations.engine.migration.Script;

/**
 * The scripts of a folder and all folders below it, through symbolic links.
 */
final class FolderScripts extends SimpleFileVisitor<Path> {

	private final Path root;

	private final String location;

	private final String separator;

	private final List<Script> scripts = new ArrayList<>();

	private FolderScripts(Path root, String location) {
		this.root = root;
		this.location = location;
		this.separator = root.getFileSystem().getSeparator();
	}

	/**
	 * Finds the scripts.
	 * @param root the folder
	 * @param location what stands in front of their paths
	 * @return the scripts
	 * @throws IOException if a folder cannot be read
	 */
	static List<Script> find(Path root, String location) throws IOException {
		FolderScripts visitor = new FolderScripts(root, location);
		Files.walkFileTree(root, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, visitor);
		return visitor.scripts;
	}

	@Override
	public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
		boolean hidden = !directory.equals(this.root) && directory.getFileName().toString().startsWith(".");
		return (hidden) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
	}

	@Override
	public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
		String name = file.toString();
		if (ScriptFile.isScript(name)) {
			// The walk puts each name behind that of its folder.
			String below = name.substring(this.root.toString().length()).replace(this.separator, "/");
			String path = (below.startsWith("/")) ? this.location + below : this.location + "/" + below;
			this.scripts.add(new FileScript(file, path, ScriptFile.fileName(path),
					attributes.size() + " " + attributes.lastModifiedTime()));
		}
		return FileVisitResult.CONTINUE;
	}

	@Override
	public FileVisitResult visitFileFailed(Path file, IOException exception) throws IOException {
		if (exception instanceof FileSystemLoopException) {
			// A link to a folder above: its files are found on the way.
			return FileVisitResult.CONTINUE;
		}
		throw exception;
	}

	/**
	 * A script in a file.
	 *
	 * @param file the file
	 * @param path where it is, for people
	 * @param fileName the end of the path
	 * @param stamp its size and the time of its last change
	 */
	private record FileScript(Path file, String path, String fileName, String stamp) implements Script {

		@Override
		public InputStream open() throws IOException {
			return Files.newInputStream(this.file);
		}

	}

}
