package dev.appmigrations.engine.script;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import dev.appmigrations.engine.migration.ErrorCode;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.migration.Problem;
import dev.appmigrations.engine.migration.Script;
import dev.appmigrations.engine.text.VisibleText;
import dev.appmigrations.engine.wording.Message;
import dev.appmigrations.engine.wording.Setting;

/**
 * The files of all locations, each name once. A file that several roots have in the same
 * place with the same content counts once; any other two files of one name, also where
 * only their case differs, are a problem, because the name is the identity.
 *
 * @param scripts the files in the order of their paths
 * @param problems what is wrong with them
 */
record ScriptFiles(List<Script> scripts, List<Problem> problems) {

	/**
	 * Finds the files.
	 * @param source finds files
	 * @param locations where to look
	 * @return what was found
	 * @throws MigrationException if a location cannot be read
	 */
	static ScriptFiles find(ScriptSource source, List<Location> locations) {
		return find(source, locations, Layout.OWN);
	}

	/**
	 * Finds the files of a layout.
	 * @param source finds files
	 * @param locations where to look
	 * @param layout how the files of each location are named
	 * @return what was found
	 * @throws MigrationException if a location cannot be read
	 */
	static ScriptFiles find(ScriptSource source, List<Location> locations, Layout layout) {
		Arranger arranger = new Arranger(layout);
		List<Script> found = new ArrayList<>();
		List<Problem> problems = new ArrayList<>();
		for (Location location : locations) {
			try {
				Optional<List<Script>> scripts = source.find(location);
				if (scripts.isPresent()) {
					List<Script> visible = new ArrayList<>(scripts.get().size());
					for (Script script : scripts.get()) {
						if (VisibleText.isHidden(script.path())) {
							problems.add(ScriptProblems.hidden(script));
						}
						else {
							visible.add(script);
						}
					}
					Arrangement arrangement = arranger.arrange(location, visible);
					found.addAll(arrangement.scripts());
					problems.addAll(arrangement.problems());
				}
				else {
					problems.add(missing(location, locations.size() == 1));
				}
			}
			catch (IOException ex) {
				throw unreadable(location.toString(), ex);
			}
		}
		found.sort(Comparator.comparing(Script::path));
		Map<String, Script> byName = new LinkedHashMap<>(2 * found.size());
		for (Script script : found) {
			Script first = byName.putIfAbsent(script.fileName().toLowerCase(Locale.ROOT), script);
			if (first != null && !same(first, script)) {
				problems.add(ambiguous(first, script));
			}
		}
		return new ScriptFiles(List.copyOf(byName.values()), problems);
	}

	private static boolean same(Script one, Script other) {
		if (!one.path().equals(other.path())) {
			return false;
		}
		try (InputStream left = one.open(); InputStream right = other.open()) {
			byte[] leftBytes = new byte[8192];
			byte[] rightBytes = new byte[leftBytes.length];
			for (;;) {
				int length = left.readNBytes(leftBytes, 0, leftBytes.length);
				if (length != right.readNBytes(rightBytes, 0, rightBytes.length)
						|| !Arrays.equals(leftBytes, 0, length, rightBytes, 0, length)) {
					return false;
				}
				if (length < leftBytes.length) {
					return true;
				}
			}
		}
		catch (IOException ex) {
			throw unreadable(one.path(), ex);
		}
	}

	private static MigrationException unreadable(String what, IOException cause) {
		return new MigrationException(ErrorCode.SCRIPT_UNREADABLE, what + " cannot be read: " + cause.getMessage(),
				Message.of("Make it readable for the user that runs the application, or correct ")
					.and(Setting.LOCATIONS)
					.and("."),
				cause);
	}

	/**
	 * The default alone is what nobody has named, and an application without migrations
	 * need not have it.
	 */
	private static Problem missing(Location location, boolean alone) {
		Message what = Message.of("Location " + location + " does not exist.");
		Message remedy = Message.of("Create it and put migrations into it, or correct ")
			.and(Setting.LOCATIONS)
			.and(".");
		return (alone && location.equals(Location.DEFAULT))
				? Problem.warning(Problem.Code.MISSING_LOCATION, what, remedy)
				: Problem.error(Problem.Code.MISSING_LOCATION, what, remedy);
	}

	private static Problem ambiguous(Script one, Script other) {
		String what = (one.path().equals(other.path()))
				? one.path() + " is in two roots of the class path, with different content."
				: one.path() + " and " + other.path() + " have one name.";
		return Problem.error(Problem.Code.AMBIGUOUS_SCRIPT, what,
				"The name of a file, without its folder and whatever its case, is the identity of its migration:"
						+ " rename or remove one of them.",
				one.fileName(), other.fileName());
	}

}
