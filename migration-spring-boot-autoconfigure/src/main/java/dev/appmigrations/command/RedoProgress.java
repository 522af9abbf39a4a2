package dev.appmigrations.command;

import java.util.List;

import dev.appmigrations.command.terminal.ProgressView;
import dev.appmigrations.command.terminal.Verb;
import dev.appmigrations.engine.event.MigrationEvent;
import dev.appmigrations.engine.report.StepReport;
import org.jspecify.annotations.Nullable;

/**
 * Follows a run that undoes migrations and applies them again.
 */
final class RedoProgress extends RunProgress {

	/**
	 * Creates one.
	 * @param view where to show it, {@code null} for nowhere
	 */
	RedoProgress(@Nullable ProgressView view) {
		super(Verb.REDO, view);
	}

	@Override
	void follow(MigrationEvent event) {
		if (event instanceof MigrationEvent.RollbackStarted started) {
			started(started.migration(), started.number(), started.total());
		}
		else if (event instanceof MigrationEvent.RolledBack rolledBack) {
			StepReport step = rolledBack.step();
			want(List.of(step.name()));
			say("%-10s".formatted(Verb.UNDO.done()) + step.name() + " in "
					+ StatusView.took(step.duration().toMillis()));
		}
		else if (event instanceof MigrationEvent.Applied applied) {
			ended(applied.step());
		}
	}

	@Override
	String afterInterruption() {
		return "What had not committed is rolled back by the server. A migration that was undone already is pending:"
				+ " 'up' applies it.";
	}

}
