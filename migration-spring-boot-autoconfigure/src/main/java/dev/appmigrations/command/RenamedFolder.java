package dev.appmigrations.command;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;

import dev.appmigrations.command.json.ReportJson;
import dev.appmigrations.command.terminal.Terminal;
import dev.appmigrations.command.terminal.WrappedName;
import dev.appmigrations.engine.adopt.folder.FolderRewriter;
import dev.appmigrations.engine.adopt.folder.FolderRewriting;
import dev.appmigrations.engine.adopt.folder.NewFile;
import dev.appmigrations.engine.migration.Problem;

import org.springframework.boot.json.JsonWriter;

/**
 * Another tool's folder, written anew in our form beside the old one.
 *
 * @param tool the other tool
 * @param folder its folder
 * @param dryRun whether to show only
 */
record RenamedFolder(String tool, Path folder, boolean dryRun) {

	/**
	 * Writes the files, or shows what would be written.
	 * @param terminal where to tell it
	 * @param json whether a program reads that
	 * @return the exit code
	 */
	int write(Terminal terminal, boolean json) {
		FolderRewriter rewriter = FolderRewriter.of(this.tool)
			.orElseThrow(() -> new UsageException(
					"--rename has nothing to do for " + this.tool + ": its files run unchanged, or are not SQL.",
					"Point app.migrations.locations to the files, and adopt without --rename."));
		if (!Files.isDirectory(this.folder)) {
			throw new UsageException("There is no folder " + this.folder + ".",
					"Name the folder with the migrations of " + this.tool + ".");
		}
		FolderRewriting rewriting = rewriter.plan(this.folder);
		Path target = FolderRewriter.target(this.folder);
		boolean possible = rewriting.problems().stream().noneMatch(Problem::isError);
		if (!this.dryRun) {
			rewriting.write(target);
		}
		if (json) {
			terminal.out().println(json(rewriting, target));
		}
		else {
			print(rewriting, target, terminal);
		}
		return (possible) ? ExitCode.OK : ExitCode.PROBLEMS;
	}

	private String json(FolderRewriting rewriting, Path target) {
		return JsonWriter.<FolderRewriting>of((members) -> {
			members.add("tool", this.tool);
			members.add("folder", target.toString());
			members.add("files", (value) -> ReportJson.array(value.files(), RenamedFolder::file));
			members.add("problems", (value) -> ReportJson.problems(value.problems()));
			members.add("written", !this.dryRun);
		}).writeToString(rewriting);
	}

	private static void file(JsonWriter.Members<NewFile> file) {
		file.add("from", NewFile::from);
		file.add("name", NewFile::name);
	}

	private void print(FolderRewriting rewriting, Path target, Terminal terminal) {
		PrintWriter out = terminal.out();
		out.println(((this.dryRun) ? "Would be written into " : "Written into ") + target + ":");
		for (NewFile file : rewriting.files()) {
			out.println("  " + WrappedName.at(terminal, 2, file.name() + " <- " + file.from()));
		}
		out.println();
		new StatusView(terminal).printProblems(rewriting.problems());
		if (!this.dryRun) {
			out.println("Put these files where app.migrations.locations looks, then run 'migrations adopt " + this.tool
					+ "'.");
		}
	}

}
