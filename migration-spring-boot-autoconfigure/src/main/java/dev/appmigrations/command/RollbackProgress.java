package dev.appmigrations.command;

import java.util.List;

import dev.appmigrations.command.terminal.ProgressView;
import dev.appmigrations.command.terminal.Verb;
import dev.appmigrations.engine.Migrator;
import dev.appmigrations.engine.event.MigrationEvent;
import dev.appmigrations.engine.event.MigrationVeto;
import dev.appmigrations.engine.migration.ErrorCode;
import dev.appmigrations.engine.migration.Migration;
import dev.appmigrations.engine.migration.MigrationException;
import org.jspecify.annotations.Nullable;

/**
 * Follows a rollback, and holds it to what a person was shown: while the person was
 * thinking, another instance may have applied something, and {@code --last 1} would be
 * another migration now.
 */
final class RollbackProgress extends RunProgress implements MigrationVeto {

	private final List<String> agreed;

	RollbackProgress(@Nullable ProgressView view, List<String> agreed) {
		super(Verb.UNDO, view);
		this.agreed = List.copyOf(agreed);
		want(agreed);
	}

	@Override
	Migrator follow(Migrator migrator) {
		return super.follow(migrator).withVeto(this);
	}

	@Override
	public @Nullable String beforeMigration(Migration migration, int number, int total) {
		if (total != this.agreed.size() || !this.agreed.get(number - 1).equals(migration.name())) {
			throw new MigrationException(ErrorCode.ROLLBACK_OUTDATED,
					"The history has changed since the list was made: it would be the turn of " + migration.name()
							+ " now, number " + number + " of " + total + ".",
					"It was not undone, nor any after it. Look at the new list, and decide anew.", null);
		}
		return null;
	}

	@Override
	void follow(MigrationEvent event) {
		if (event instanceof MigrationEvent.RollbackStarted started) {
			started(started.migration(), started.number(), started.total());
		}
		else if (event instanceof MigrationEvent.RolledBack rolledBack) {
			ended(rolledBack.step());
		}
	}

	@Override
	String afterInterruption() {
		return "What the rollback that was running has not committed is rolled back by the server; look at 'status'"
				+ " before you go on.";
	}

}
