package dev.appmigrations.command;

import java.util.List;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * Gives every command the options that all of them have, and keeps these out of its help,
 * which says where they are described. What stands below the options, such as examples,
 * is printed as it is: a command that is to be copied must not be broken, however narrow
 * the terminal.
 */
final class CommandHelp {

	private static final String SEE = "Options of every command: migrations help " + OptionsCommand.NAME;

	private CommandHelp() {
	}

	/**
	 * Completes all commands.
	 * @param root the command {@code migrations}
	 */
	static void complete(CommandLine root) {
		List<OptionSpec> common = root.getCommandSpec()
			.options()
			.stream()
			.filter((option) -> !option.usageHelp() && !option.versionHelp())
			.toList();
		footer(root, "");
		for (CommandLine command : root.getSubcommands().values()) {
			boolean listed = command.getCommand() instanceof OptionsCommand;
			add(common, command.getCommandSpec(), !listed);
			footer(command, (listed || command.getCommand() instanceof CommandLine.HelpCommand) ? "" : SEE);
		}
	}

	private static void add(List<OptionSpec> options, CommandSpec command, boolean hidden) {
		for (OptionSpec option : options) {
			if (command.findOption(option.longestName()) == null) {
				command.addOption(OptionSpec.builder(option).hidden(hidden).build());
			}
		}
	}

	private static void footer(CommandLine command, String more) {
		command.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_FOOTER, (help) -> {
			StringBuilder text = new StringBuilder();
			for (String line : help.commandSpec().usageMessage().footer()) {
				text.append(line).append(System.lineSeparator());
			}
			return (more.isEmpty()) ? text.toString()
					: text.append(System.lineSeparator()).append(more).append(System.lineSeparator()).toString();
		});
	}

}
