package dev.appmigrations.command;

import java.util.List;
import java.util.Optional;

import dev.appmigrations.autoconfigure.TestFrameworks;
import dev.appmigrations.command.terminal.Terminal;

import org.springframework.boot.context.event.ApplicationStartingEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;

/**
 * Sees first, in every start, whether a command is asked for. In an ordinary start
 * without arguments no other class of this room is loaded but the one that reads them.
 */
final class CommandStartingListener implements ApplicationListener<ApplicationStartingEvent>, Ordered {

	/** After DevTools, which start the application once more, in another thread. */
	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE + 1;
	}

	@Override
	public void onApplicationEvent(ApplicationStartingEvent event) {
		Optional<List<String>> arguments = CommandArguments.find(event.getArgs());
		if (arguments.isPresent()) {
			if (!TestFrameworks.areRunning()) {
				CommandRun.begin(arguments.get(), event.getSpringApplication());
			}
		}
		else if (event.getArgs().length > 0) {
			check(event.getArgs());
		}
	}

	private static void check(String[] arguments) {
		MisspelledCommand misspelled = MisspelledCommand.find(arguments);
		if (misspelled == null || !MisspelledCommand.isChecked() || TestFrameworks.areRunning()) {
			return;
		}
		if (misspelled.command() == null) {
			Terminal.warn(misspelled.warning());
			return;
		}
		boolean json = List.of(arguments).contains(JsonOption.NAME);
		CommandRun.refuse(misspelled.refusal(), json, Terminal.take(json));
	}

}
