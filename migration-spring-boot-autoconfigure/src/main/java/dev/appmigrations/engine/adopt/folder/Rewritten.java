package dev.appmigrations.engine.adopt.folder;

import java.util.ArrayList;
import java.util.List;

import dev.appmigrations.engine.migration.Problem;
import dev.appmigrations.engine.wording.Message;

/**
 * Collects the new files and the problems of a folder.
 */
final class Rewritten {

	private final List<NewFile> files = new ArrayList<>();

	private final List<Problem> problems = new ArrayList<>();

	void add(OldFile from, String name, String text) {
		this.files.add(new NewFile(from.path(), name, text));
	}

	/** A file that the layout has no place for. */
	void leaveOut(OldFile file) {
		this.problems.add((file.isSql()) ? Problem.warning(Problem.Code.MISNAMED_FILE,
				file.path() + " has a name that this tool does not take for a migration; it is left out.",
				"If it should run, name it as the tool does, or name the folder's own tool.", file.name())
				: Problem.warning(Problem.Code.UNSUPPORTED_FILE, file.path() + " is not SQL and is not taken over.",
						"If it changes the schema, write what it does as SQL, under its version.", file.name()));
	}

	/** Instructions to the tool that have no equivalent here: nothing is written. */
	void refuse(OldFile file, String what, String remedy) {
		refuse(file, what, Message.of(remedy));
	}

	/** What a file says to its tool, and cannot say here: nothing is written. */
	void refuse(OldFile file, String what, Message remedy) {
		this.problems.add(Problem.error(Problem.Code.FOREIGN_SYNTAX, Message.of(file.path() + " " + what + "."), remedy,
				file.name()));
	}

	/** Instructions to the tool that no longer have an effect. */
	void warn(OldFile file, String what, String remedy) {
		warn(file, what, Message.of(remedy));
	}

	/** What a file says to its tool, and no longer has an effect. */
	void warn(OldFile file, String what, Message remedy) {
		this.problems.add(Problem.warning(Problem.Code.FOREIGN_SYNTAX, Message.of(file.path() + " " + what + "."),
				remedy, file.name()));
	}

	FolderRewriting rewriting() {
		return new FolderRewriting(this.files, this.problems);
	}

}
