package dev.appmigrations.command;

import java.util.List;

import picocli.CommandLine;

/**
 * The commands behind the word {@code migrations}. A command that is called is the only
 * one that is made, because to describe all of them to picocli takes longer than to run
 * one.
 */
final class Subcommands {

	/** In the order of the help. */
	static final List<String> NAMES = List.of("status", "check", "up", "run", "rollback", "redo", "contract",
			GateCommand.NAME, "backfill", "repair", "baseline", "adopt", "prove", LintCommand.NAME, "facts", "script",
			"new", "ping", "wait", "create", "drop", "completion", OptionsCommand.NAME, "help");

	private static final List<String> ABOUT_ALL = List.of("completion", "help");

	private Subcommands() {
	}

	private static Object create(String name) {
		return switch (name) {
			case "status" -> new StatusCommand();
			case "check" -> new CheckCommand();
			case "up" -> new UpCommand();
			case "run" -> new RunCommand();
			case "rollback" -> new RollbackCommand();
			case "contract" -> new ContractCommand();
			case GateCommand.NAME -> new GateCommand();
			case "backfill" -> new BackfillCommand();
			case "repair" -> new RepairCommand();
			case "baseline" -> new BaselineCommand();
			case "adopt" -> new AdoptCommand();
			case "prove" -> new ProveCommand();
			case LintCommand.NAME -> new LintCommand();
			case "script" -> new ScriptCommand();
			case FactsCommand.NAME -> new FactsCommand();
			case "new" -> new NewCommand();
			case "ping" -> new PingCommand();
			case "wait" -> new WaitCommand();
			case "create" -> new CreateCommand();
			case "drop" -> new DropCommand();
			case "redo" -> new RedoCommand();
			case "completion" -> new CompletionCommand();
			case OptionsCommand.NAME -> new OptionsCommand();
			case "help" -> new CommandLine.HelpCommand();
			default -> throw new IllegalArgumentException(name);
		};
	}

	/**
	 * Adds all commands.
	 * @param commandLine gets them
	 */
	static void addAll(CommandLine commandLine) {
		for (String name : NAMES) {
			commandLine.addSubcommand(name, create(name));
		}
	}

	/**
	 * Adds the command that these arguments call, or all commands if they do not begin
	 * with the name of one, or if the one that they call tells about the others.
	 * @param commandLine gets them
	 * @param arguments the arguments
	 */
	static void addCalled(CommandLine commandLine, List<String> arguments) {
		String first = (arguments.isEmpty()) ? "" : arguments.get(0);
		if (NAMES.contains(first) && !ABOUT_ALL.contains(first)) {
			commandLine.addSubcommand(first, create(first));
		}
		else {
			addAll(commandLine);
		}
	}

}
