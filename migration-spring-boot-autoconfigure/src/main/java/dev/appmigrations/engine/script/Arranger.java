package dev.appmigrations.engine.script;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.appmigrations.engine.migration.Problem;
import dev.appmigrations.engine.migration.Script;

/**
 * Arranges the files of a location in a layout. With {@link Layout#AUTO}, another tool's
 * layout is taken only where nothing else makes sense of the folder:
 * <ol>
 * <li>Some file has a name of no form of ours, and one layout alone can read all of these
 * that any layout can read; or files that differ only in the database that they are for
 * would be one version.
 * <li>No other file has a form of ours that the layout cannot read.
 * </ol>
 * So a folder that has ever run under our names is never read in another way.
 */
final class Arranger {

	private final Layout layout;

	Arranger(Layout layout) {
		this.layout = layout;
	}

	/**
	 * Arranges files.
	 * @param location where they are
	 * @param scripts the files, which it sorts
	 * @return the files under their names
	 */
	Arrangement arrange(Location location, List<Script> scripts) {
		scripts.sort(Comparator.comparing(Script::path));
		if (this.layout == Layout.OWN) {
			return own(location, scripts);
		}
		FileLayout named = FileLayouts.of(this.layout);
		return (named != null) ? in(named, location, scripts, List.of()) : recognize(location, scripts);
	}

	/** Files of another tool's layout are reported once, and not each for itself. */
	private static Arrangement own(Location location, List<Script> scripts) {
		Found found = Found.of(scripts);
		List<FileLayout> layouts = (found.misnamed.isEmpty()) ? List.of() : candidates(found.misnamed);
		if (layouts.isEmpty()) {
			return new Arrangement(scripts, List.of());
		}
		return foreign(location, scripts, found, layouts);
	}

	private static Arrangement recognize(Location location, List<Script> scripts) {
		Found found = Found.of(scripts);
		if (found.misnamed.isEmpty() && !found.dotted) {
			return new Arrangement(scripts, List.of());
		}
		List<FileLayout> layouts = candidates(found.misnamed);
		if (layouts.isEmpty() && found.dotted && hasTwins(scripts)) {
			layouts = List.of(new DialectFiles());
		}
		if (layouts.isEmpty()) {
			return new Arrangement(scripts, List.of());
		}
		FileLayout layout = layouts.get(0);
		if (layouts.size() > 1 || found.own.stream()
			.anyMatch((script) -> layout.read(script) == null && !isForOthers(layout, script))) {
			return foreign(location, scripts, found, layouts);
		}
		return in(layout, location, scripts, List.of(LayoutProblems.recognized(location, layout)));
	}

	private static boolean isForOthers(FileLayout layout, Script script) {
		Dialect dialect = (layout instanceof DialectFiles) ? Dialect.of(script.fileName()) : null;
		return dialect != null && dialect.isForeign();
	}

	private static List<FileLayout> candidates(List<Script> misnamed) {
		List<FileLayout> candidates = new ArrayList<>();
		for (FileLayout layout : FileLayouts.unmistakable()) {
			if (misnamed.stream().anyMatch((script) -> layout.read(script) != null)) {
				candidates.add(layout);
			}
		}
		// A form with a word in a fixed place says more than a number in front.
		if (candidates.size() > 1) {
			candidates.removeIf((candidate) -> candidate.layout() == Layout.NUMBERED && misnamed.stream()
				.allMatch((script) -> candidates.stream()
					.anyMatch((other) -> other != candidate
							&& (other.read(script) != null || candidate.read(script) == null))));
		}
		// Both have down.sql, and only what goes forward says which it is.
		if (candidates.size() > 1) {
			candidates.removeIf((candidate) -> misnamed.stream()
				.map(candidate::read)
				.filter(Objects::nonNull)
				.allMatch((script) -> script.name().form() == ScriptName.Form.ROLLBACK));
		}
		return candidates;
	}

	/** Finds files that only the database that they are for tells apart. */
	private static boolean hasTwins(List<Script> scripts) {
		Map<String, String> files = new HashMap<>();
		for (Script script : scripts) {
			Dialect dialect = Dialect.of(script.fileName());
			if (dialect != null) {
				String other = files.putIfAbsent(dialect.key(), String.valueOf(dialect.dialect()));
				if (other != null && !other.equals(String.valueOf(dialect.dialect()))) {
					return true;
				}
			}
		}
		return false;
	}

	private static Arrangement foreign(Location location, List<Script> scripts, Found found, List<FileLayout> layouts) {
		List<Script> theirs = found.misnamed.stream()
			.filter((script) -> layouts.stream().anyMatch((layout) -> layout.read(script) != null))
			.toList();
		List<Script> rest = new ArrayList<>(scripts);
		rest.removeAll(theirs);
		return new Arrangement(rest, List.of(LayoutProblems.foreign(location, theirs, layouts, found.own.size())));
	}

	private static Arrangement in(FileLayout layout, Location location, List<Script> scripts, List<Problem> notes) {
		List<Script> arranged = new ArrayList<>(scripts.size());
		List<Script> others = new ArrayList<>();
		Map<String, Script> byKey = new HashMap<>();
		for (Script script : scripts) {
			NamedScript named = layout.read(script);
			if (named != null) {
				arranged.add(named);
			}
			else if (!isForOthers(layout, script)) {
				others.add(script);
			}
		}
		if (layout instanceof DialectFiles) {
			arranged = forPostgres(arranged, byKey);
		}
		List<Problem> problems = new ArrayList<>(notes);
		if (layout.ignoresOthers() && !others.isEmpty()) {
			problems.add(LayoutProblems.ignored(location, others, layout));
		}
		else {
			arranged.addAll(others);
		}
		return new Arrangement(arranged, problems);
	}

	private static List<Script> forPostgres(List<Script> scripts, Map<String, Script> byKey) {
		for (Script script : scripts) {
			byKey.merge(key(script), script, (one, other) -> (rank(other) < rank(one)) ? other : one);
		}
		return new ArrayList<>(scripts.stream().filter((script) -> byKey.get(key(script)) == script).toList());
	}

	private static String key(Script script) {
		return Objects.requireNonNull(Dialect.of(script.fileName())).key();
	}

	private static int rank(Script script) {
		return Objects.requireNonNull(Dialect.of(script.fileName())).rank();
	}

	/**
	 * Files by whether their names have a form of ours.
	 */
	private static final class Found {

		private final List<Script> own = new ArrayList<>();

		private final List<Script> misnamed = new ArrayList<>();

		/** Whether a dot stands in a description, as before the name of a database. */
		private boolean dotted;

		static Found of(List<Script> scripts) {
			Found found = new Found();
			for (Script script : scripts) {
				ScriptName name = ScriptName.parse(script.fileName());
				((name.form() == ScriptName.Form.MISNAMED) ? found.misnamed : found.own).add(script);
				found.dotted |= name.description().indexOf('.') >= 0;
			}
			return found;
		}

	}

}
