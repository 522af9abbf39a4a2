package dev.appmigrations.engine.script;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import dev.appmigrations.engine.migration.Problem;
import dev.appmigrations.engine.migration.Script;
import dev.appmigrations.engine.wording.Message;
import dev.appmigrations.engine.wording.Setting;

/**
 * The problem of a location in another tool's layout: one for all its files.
 */
final class LayoutProblems {

	private static final int EXAMPLES = 3;

	private LayoutProblems() {
	}

	static Problem recognized(Location location, FileLayout layout) {
		return Problem.note(Problem.Code.FOREIGN_LAYOUT,
				Message
					.of(location + " is read in the layout " + layout.layout().label() + " (" + layout.form() + ")."),
				Message.of("To say so yourself, set ").and(Setting.LAYOUT.to(layout.layout().label())).and("."));
	}

	static Problem foreign(Location location, List<Script> theirs, List<FileLayout> layouts, int own) {
		String what = layouts.stream()
			.map((layout) -> layout.layout().label() + " (" + layout.form() + ")")
			.collect(Collectors.joining(" or "));
		String beside = (own == 0) ? "" : ", beside " + own + " of other forms";
		String labels = layouts.stream().map((layout) -> layout.layout().label()).collect(Collectors.joining(" or "));
		return problem(Problem.Severity.ERROR,
				location + " has " + files(theirs.size()) + " in the layout " + what + beside + ": " + examples(theirs),
				Message.of("Set ")
					.and(Setting.LAYOUT.to(labels))
					.and(" to run them as they are, and keep files of another layout in a location of their own."),
				theirs);
	}

	static Problem ignored(Location location, List<Script> others, FileLayout layout) {
		return problem(Problem.Severity.WARNING,
				location + " has " + files(others.size()) + " that the layout " + layout.layout().label() + " ("
						+ layout.form() + ") does not take for migrations: " + examples(others),
				Message
					.of("They are ignored, as the tool itself ignores them. Rename what should run, or move the rest out"
							+ " of the folder."),
				others);
	}

	private static String files(int count) {
		return (count == 1) ? "a file" : count + " files";
	}

	private static String examples(List<Script> scripts) {
		String more = (scripts.size() > EXAMPLES) ? " and " + (scripts.size() - EXAMPLES) + " more." : ".";
		return scripts.stream().limit(EXAMPLES).map(Script::path).collect(Collectors.joining(", ")) + more;
	}

	private static Problem problem(Problem.Severity severity, String message, Message remedy, List<Script> scripts) {
		List<String> names = new ArrayList<>();
		scripts.forEach((script) -> names.add(script.fileName()));
		return new Problem(Problem.Code.FOREIGN_LAYOUT, severity, Message.of(message), remedy,
				names.stream().distinct().toList());
	}

}
