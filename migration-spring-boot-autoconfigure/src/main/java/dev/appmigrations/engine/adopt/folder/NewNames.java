package dev.appmigrations.engine.adopt.folder;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import dev.appmigrations.engine.migration.MigrationVersion;
import dev.appmigrations.engine.migration.Problem;
import dev.appmigrations.engine.script.Dialect;
import dev.appmigrations.engine.script.ScriptName;
import org.jspecify.annotations.Nullable;

/**
 * Makes sure that new files can run as they are named:
 * <ol>
 * <li>A file for another database is left out, and so is a generic one beside one for
 * PostgreSQL.
 * <li>Each version occurs once, in the tool's order: a file whose version is taken, or
 * comes too early for its place, gets the version before it with a number behind
 * ({@code 20230101.1_20230101_b.sql}), in front of its whole old name, by which adoption
 * finds it.
 * <li>A rollback gets the name of its migration; one without is left out.
 * </ol>
 */
final class NewNames {

	private static final String END = ".sql";

	private static final String DOWN = ".down.sql";

	private final List<Problem> problems;

	private NewNames(List<Problem> problems) {
		this.problems = new ArrayList<>(problems);
	}

	static FolderRewriting check(FolderRewriting rewriting, boolean byName) {
		NewNames names = new NewNames(rewriting.problems());
		List<NewFile> files = names.forPostgres(rewriting.files());
		return new FolderRewriting(names.rename(files, names.stems(files, byName)), names.problems);
	}

	private List<NewFile> forPostgres(List<NewFile> files) {
		Set<String> specific = new HashSet<>();
		for (NewFile file : files) {
			Dialect dialect = dialect(file);
			if (dialect.dialect() != null && !dialect.isForeign()) {
				specific.add(dialect.key());
			}
		}
		List<NewFile> kept = new ArrayList<>(files.size());
		for (NewFile file : files) {
			Dialect dialect = dialect(file);
			if (dialect.isForeign() || (dialect.dialect() == null && specific.contains(dialect.key()))) {
				leaveOut(file, (dialect.isForeign()) ? "is for another database (" + dialect.dialect() + ")"
						: "has another file for PostgreSQL beside it");
			}
			else if (dialect.dialect() != null) {
				kept.add(new NewFile(file.from(), dialect.key() + END, file.text()));
			}
			else {
				kept.add(file);
			}
		}
		return kept;
	}

	private static Dialect dialect(NewFile file) {
		return Objects.requireNonNull(Dialect.of(file.name()));
	}

	/** Returns the new stem for each old one of a migration. */
	private Map<String, String> stems(List<NewFile> files, boolean byName) {
		List<String> stems = new ArrayList<>();
		for (NewFile file : files) {
			if (!isRollback(file) && !stems.contains(stem(file.name()))) {
				stems.add(stem(file.name()));
			}
		}
		if (!byName) {
			stems.sort(NewNames::compare);
		}
		Map<String, String> renamed = new LinkedHashMap<>();
		MigrationVersion last = null;
		String base = "";
		int number = 0;
		for (String stem : stems) {
			MigrationVersion version = version(stem);
			String name = stem;
			if (version != null && last != null && version.compareTo(last) <= 0) {
				number++;
				last = MigrationVersion.parse(base + "." + number);
				name = last + "_" + stem;
			}
			else if (version != null) {
				last = version;
				base = version.toString();
				number = 0;
			}
			renamed.put(stem, name);
		}
		return renamed;
	}

	private static int compare(String one, String other) {
		MigrationVersion version = version(one);
		MigrationVersion otherVersion = version(other);
		int order = (version != null && otherVersion != null) ? version.compareTo(otherVersion)
				: Boolean.compare(version == null, otherVersion == null);
		return (order != 0) ? order : one.compareTo(other);
	}

	private static @Nullable MigrationVersion version(String stem) {
		return ScriptName.parse(stem + END).version();
	}

	private List<NewFile> rename(List<NewFile> files, Map<String, String> stems) {
		Map<MigrationVersion, String> byVersion = new HashMap<>();
		for (String stem : stems.keySet()) {
			MigrationVersion version = version(stem);
			if (version != null) {
				byVersion.putIfAbsent(version, stem);
			}
		}
		List<NewFile> renamed = new ArrayList<>(files.size());
		for (NewFile file : files) {
			boolean down = isRollback(file);
			String stem = stem(file.name());
			if (down && !stems.containsKey(stem)) {
				MigrationVersion version = ScriptName.parse(file.name()).version();
				stem = (version != null) ? byVersion.getOrDefault(version, stem) : stem;
			}
			String name = stems.get(stem);
			if (name == null) {
				leaveOut(file, "is a rollback without its migration");
			}
			else if (name.equals(stem(file.name()))) {
				renamed.add(file);
			}
			else {
				renamed.add(new NewFile(file.from(), name + ((down) ? DOWN : END), file.text()));
			}
		}
		return renamed;
	}

	private static boolean isRollback(NewFile file) {
		return ScriptName.parse(file.name()).form() == ScriptName.Form.ROLLBACK;
	}

	private static String stem(String name) {
		return name.substring(0, name.length() - ((name.endsWith(DOWN)) ? DOWN : END).length());
	}

	private void leaveOut(NewFile file, String why) {
		this.problems
			.add(Problem.warning(Problem.Code.UNSUPPORTED_FILE, file.from() + " " + why + " and is not taken over.",
					"If it should run, give it a name of its own in the new folder.", file.name()));
	}

}
