package dev.appmigrations.engine.adopt.folder;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;

import dev.appmigrations.engine.migration.Problem;
import dev.appmigrations.engine.wording.Message;

/**
 * Collects the new files and the problems of a folder.
 */
final class Rewritten {

	private final List<NewFile> files = new ArrayList<>();

	private final List<Problem> problems = new ArrayList<>();

	/**
	 * Rewrites a folder file by file.
	 * @param files all files of the folder
	 * @param name what migrations are called; others are left out
	 * @param rewriter rewrites one file
	 * @return the new files and the problems
	 */
	static FolderRewriting each(List<OldFile> files, Pattern name, BiConsumer<OldFile, Rewritten> rewriter) {
		Rewritten rewritten = new Rewritten();
		for (OldFile file : files) {
			if (name.matcher(file.name()).matches()) {
				rewriter.accept(file, rewritten);
			}
			else {
				rewritten.leaveOut(file);
			}
		}
		return rewritten.rewriting();
	}

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

	/** Instructions to the tool that have no equivalent here: nothing is written. */
	void refuse(OldFile file, String what, Message remedy) {
		this.problems.add(Problem.error(Problem.Code.FOREIGN_SYNTAX, Message.of(file.path() + " " + what + "."), remedy,
				file.name()));
	}

	/** Instructions to the tool that no longer have an effect. */
	void warn(OldFile file, String what, String remedy) {
		warn(file, what, Message.of(remedy));
	}

	/** Instructions to the tool that no longer have an effect. */
	void warn(OldFile file, String what, Message remedy) {
		this.problems.add(Problem.warning(Problem.Code.FOREIGN_SYNTAX, Message.of(file.path() + " " + what + "."),
				remedy, file.name()));
	}

	FolderRewriting rewriting() {
		return new FolderRewriting(this.files, this.problems);
	}

}
