package dev.appmigrations.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;

import dev.appmigrations.engine.migration.Script;
import dev.appmigrations.engine.options.MigratorOptions;
import dev.appmigrations.engine.script.Location;
import dev.appmigrations.engine.script.ScriptSource;
import dev.appmigrations.engine.source.ResourceScriptSource;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MapPropertySource;

/**
 * The folders of scripts that are watched, by reading them again and again: some file
 * systems, such as those of containers and networks, report no changes. A location on the
 * class path is taken from {@code src/main/resources}, where it is edited.
 *
 * @param folders the folders
 */
record WatchedScripts(List<Location> folders) {

	private static final String PROPERTY = "app.migrations.locations";

	private static final String RESOURCES = "src/main/resources";

	/** Larger files are told apart by their size and time alone. */
	private static final long LARGE = 1L << 20;

	/**
	 * Finds the folders, and lets the application read its scripts from there.
	 * @param environment the application's properties
	 * @return the folders
	 * @throws UsageException if a location is no folder
	 */
	static WatchedScripts of(Environment environment) {
		List<Location> folders = new ArrayList<>();
		Map<String, Object> locations = new LinkedHashMap<>();
		for (String text : Binder.get(environment)
			.bind(PROPERTY, Bindable.listOf(String.class))
			.orElse(List.of(MigratorOptions.DEFAULT_LOCATION))) {
			Location location = Location.parse(text);
			Path folder = (location.kind() == Location.Kind.FILE) ? Path.of(location.path())
					: Path.of(RESOURCES, location.path());
			if (!Files.isDirectory(folder)) {
				throw new UsageException("There is no folder " + folder + " here to watch.",
						"Run the command in the folder of the module, or name the folder: --" + PROPERTY
								+ "=file:src/main/resources/db/migration");
			}
			Location watched = (location.kind() == Location.Kind.FILE) ? location : Location.parse("file:" + folder);
			locations.put(PROPERTY + "[" + folders.size() + "]", watched.toString());
			folders.add(watched);
		}
		if (environment instanceof ConfigurableEnvironment configurable) {
			configurable.getPropertySources().addFirst(new MapPropertySource("watchedScripts", locations));
		}
		return new WatchedScripts(folders);
	}

	String text() {
		return String.join(", ", this.folders.stream().map(Location::path).toList());
	}

	/**
	 * Reads how the files are now.
	 * @return something that is equal as long as no file changes
	 */
	Map<String, List<Long>> read() {
		ScriptSource source = new ResourceScriptSource(null);
		Map<String, List<Long>> files = new TreeMap<>();
		for (Location folder : this.folders) {
			try {
				for (Script script : source.find(folder).orElse(List.of())) {
					files.put(script.path(), state(Path.of(script.path())));
				}
			}
			catch (IOException ex) {
				// A folder that is being replaced is there again the next time.
				files.put(folder.path(), List.of());
			}
		}
		return files;
	}

	/** Two changes within one tick of the file system's clock have the same time. */
	private static List<Long> state(Path file) {
		try {
			long size = Files.size(file);
			CRC32 content = new CRC32();
			if (size < LARGE) {
				content.update(Files.readAllBytes(file));
			}
			return List.of(size, (size < LARGE) ? 0 : Files.getLastModifiedTime(file).toMillis(), content.getValue());
		}
		catch (IOException ex) {
			return List.of();
		}
	}

}
