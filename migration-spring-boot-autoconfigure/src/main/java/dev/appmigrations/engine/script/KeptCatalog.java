package dev.appmigrations.engine.script;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

import dev.appmigrations.engine.migration.Script;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what was read last, for as long as the locations have the same files and none of
 * them seems to have changed. A catalog with problems is not kept: the reason may be
 * something that no file shows, such as a right that was missing.
 */
final class KeptCatalog implements Supplier<MigrationCatalog> {

	private final ScriptSource source;

	private final List<Location> locations;

	private final Function<ScriptSource, MigrationCatalog> reader;

	private @Nullable Kept kept;

	/**
	 * Creates what keeps catalogs.
	 * @param source finds files
	 * @param locations where to look
	 * @param reader reads the files that a source finds
	 */
	KeptCatalog(ScriptSource source, List<Location> locations, Function<ScriptSource, MigrationCatalog> reader) {
		this.source = source;
		this.locations = locations;
		this.reader = reader;
	}

	@Override
	public synchronized MigrationCatalog get() {
		Map<Location, Optional<List<Script>>> found = new HashMap<>();
		List<String> stamps = new ArrayList<>();
		boolean stamped = find(found, stamps);
		Kept kept = this.kept;
		if (stamped && kept != null && kept.stamps().equals(stamps)) {
			return kept.catalog();
		}
		MigrationCatalog catalog = this.reader.apply((location) -> {
			Optional<List<Script>> scripts = found.get(location);
			return (scripts != null) ? scripts : this.source.find(location);
		});
		this.kept = (stamped && catalog.problems().isEmpty()) ? new Kept(stamps, catalog) : null;
		return catalog;
	}

	/** Tells whether all locations can be listed, and all files tell of changes. */
	private boolean find(Map<Location, Optional<List<Script>>> found, List<String> stamps) {
		boolean stamped = true;
		for (Location location : this.locations) {
			try {
				Optional<List<Script>> scripts = this.source.find(location);
				found.put(location, scripts);
				stamps.add(location.toString());
				for (Script script : scripts.orElse(List.of())) {
					String stamp = script.stamp();
					stamped &= stamp != null;
					stamps.add(script.path());
					stamps.add(String.valueOf(stamp));
				}
			}
			catch (IOException ex) {
				// Reading it will report the reason.
				stamped = false;
			}
		}
		return stamped;
	}

	/**
	 * The latest reading.
	 *
	 * @param stamps all locations, and the paths and stamps of their files
	 * @param catalog what was read
	 */
	private record Kept(List<String> stamps, MigrationCatalog catalog) {
	}

}
