package dev.appmigrations.engine.adopt.folder;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.appmigrations.engine.migration.MigrationVersion;
import dev.appmigrations.engine.script.ScriptName;
import org.jspecify.annotations.Nullable;

/**
 * Numbers for files whose names have no version, in a given order:
 * <ol>
 * <li>A name with a version stays as it is, and so does one that has a number in the
 * target folder already, whatever has come since.
 * <li>A file behind the last of those gets the next number: {@code 0003_x.sql}.
 * <li>A file between two of them gets a number between theirs: {@code 0001.1_x.sql}.
 * </ol>
 */
final class FileNumbers {

	private final Map<String, String> known = new HashMap<>();

	FileNumbers(Set<String> existing) {
		for (String name : existing) {
			int underscore = name.indexOf('_');
			if (underscore > 0 && MigrationVersion.isVersion(name.substring(0, underscore))) {
				this.known.put(name.substring(underscore + 1), name);
			}
		}
	}

	List<String> names(List<String> oldNames) {
		int last = -1;
		for (int i = 0; i < oldNames.size(); i++) {
			last = (named(oldNames.get(i)) != null) ? i : last;
		}
		List<String> names = new ArrayList<>(oldNames.size());
		String before = "0000";
		int between = 0;
		for (int i = 0; i < oldNames.size(); i++) {
			String name = named(oldNames.get(i));
			if (name == null) {
				between++;
				boolean plain = i > last && before.length() <= 4;
				String number = (plain) ? String.format("%04d", Integer.parseInt(before) + 1) : before + "." + between;
				before = (plain) ? number : before;
				name = number + "_" + oldNames.get(i);
			}
			else {
				MigrationVersion version = ScriptName.parse(name).version();
				before = (version != null) ? whole(version.toString()) : before;
				between = 0;
			}
			names.add(name);
		}
		return names;
	}

	private static String whole(String version) {
		int dot = version.indexOf('.');
		return (dot < 0) ? version : version.substring(0, dot);
	}

	/** Returns the name that is kept, {@code null} for a file that gets a number. */
	private @Nullable String named(String oldName) {
		ScriptName.Form form = ScriptName.parse(oldName).form();
		if (form == ScriptName.Form.VERSIONED || form == ScriptName.Form.REPEATABLE) {
			return oldName;
		}
		return this.known.get(oldName);
	}

}
