package dev.appmigrations.conformance;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The SQL files of folders and jars.
 */
final class SqlSources {

	private SqlSources() {
	}

	/** Hands over all of them, those of each folder and jar in their order. */
	static void read(List<String> places, Reader reader) throws IOException {
		for (String place : places) {
			Path path = Path.of(place);
			if (Files.isDirectory(path)) {
				folder(path, path.getFileName().toString(), reader);
			}
			else {
				try (FileSystem jar = FileSystems.newFileSystem(path)) {
					folder(jar.getPath("/"), path.getFileName().toString().replaceAll("-[0-9.]+\\.jar$", ""), reader);
				}
			}
		}
	}

	private static void folder(Path folder, String name, Reader reader) throws IOException {
		try (Stream<Path> files = Files.walk(folder)) {
			for (Path file : files.filter((path) -> path.toString().endsWith(".sql")).sorted().toList()) {
				reader.read(name + "/" + folder.relativize(file),
						new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
			}
		}
	}

	@FunctionalInterface
	interface Reader {

		void read(String name, String text) throws IOException;

	}

}
