package dev.appmigrations.command;

import java.util.List;
import java.util.Optional;

import org.springframework.boot.context.event.ApplicationStartingEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;

/**
 * Sees first, in every start, whether a command is asked for. In an ordinary start no
 * other class of this room is loaded but the one that reads the arguments.
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
		if (arguments.isPresent() && !TestFrameworks.areRunning()) {
			CommandRun.begin(arguments.get(), event.getSpringApplication());
		}
	}

}
