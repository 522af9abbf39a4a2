package dev.appmigrations.command;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine;

/**
 * {@code completion}: what a shell needs to complete commands, options and the names of
 * migrations. These are looked for in the folder of the scripts, because a shell cannot
 * wait for an application at each key.
 */
@CommandLine.Command(name = "completion", description = "Print a completion script for bash and zsh.",
		footer = { "", "It completes a command called migrations: give the jar that name first.",
				"Names and versions of migrations are those of the files below the folders.", "", "Example:",
				"  migrations() { java -jar app.jar migrations \"$@\"; }", "  source <(migrations completion)" })
final class CompletionCommand implements Runnable {

	/**
	 * Completes names behind the commands and options that take one, and leaves the rest
	 * to what picocli has written.
	 */
	private static final String NAMES = """

			# The names of migrations, or their versions.
			_migrations_names() {
			  local folder
			  for folder in %s; do
			    [ -d "$folder" ] && find "$folder" -name '*.sql' ! -name '*.down.sql' 2>/dev/null | sed 's:.*/::'
			  done
			}
			_migrations_versions() {
			  _migrations_names | sed -n 's/^[VvUu]\\{0,1\\}\\([0-9][0-9.]*\\)_.*/\\1/p'
			}
			_migrations_complete() {
			  local current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} found=
			  case "$before" in
			    run | rollback | redo | backfill | --done | --again | --start-over | --pause | --resume | --cancel | --retry) found=$(_migrations_names) ;;
			    baseline | --target | --to | --from) found=$(_migrations_versions) ;;
			  esac
			  COMPREPLY=( $(compgen -W "$found" -- "$current") )
			  [ ${#COMPREPLY[@]} -gt 0 ] || _complete_migrations "$@"
			}
			complete -F _migrations_complete -o default migrations
			""";

	@CommandLine.Spec
	private CommandLine.Model.@Nullable CommandSpec spec;

	@CommandLine.Option(names = "--dir", paramLabel = "FOLDER",
			description = "Where the scripts are. Default: db/migration, there or below src/main/resources.")
	private @Nullable Path folder;

	@CommandLine.Option(names = { "-h", "--help" }, usageHelp = true, description = "Show this help.")
	@SuppressWarnings("unused") // read by picocli
	private boolean help;

	@Override
	public void run() {
		CommandLine root = Objects.requireNonNull(this.spec).root().commandLine();
		String folders = (this.folder != null) ? quoted(this.folder.toString())
				: "src/main/resources/db/migration */src/main/resources/db/migration db/migration";
		PrintWriter out = root.getOut();
		out.print(AutoComplete.bash(CommandArguments.WORD, root));
		out.print(NAMES.formatted(folders));
		out.flush();
	}

	private static String quoted(String path) {
		return "'" + path.replace("'", "'\\''") + "'";
	}

}
