package dev.appmigrations.autoconfigure;

import java.util.List;

import dev.appmigrations.autoconfigure.wording.PropertyWording;
import dev.appmigrations.engine.Migrator;
import dev.appmigrations.engine.history.BackfillState;
import dev.appmigrations.engine.migration.ErrorCode;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.operation.BackfillOperations;
import dev.appmigrations.engine.operation.BackfillRequest;
import dev.appmigrations.engine.options.BackfillOptions.Mode;
import dev.appmigrations.engine.plan.Policy;
import dev.appmigrations.engine.report.BackfillReport;
import dev.appmigrations.engine.report.MigrationReport;
import dev.appmigrations.engine.text.Lines;
import dev.appmigrations.engine.text.VisibleLog;
import dev.appmigrations.engine.wording.Call;
import dev.appmigrations.engine.wording.Choice;
import dev.appmigrations.engine.wording.Message;
import dev.appmigrations.engine.wording.Operation;
import dev.appmigrations.engine.wording.Setting;
import org.jspecify.annotations.Nullable;

/**
 * Backfills at the start of an application, when its other migrations are applied:
 * <ol>
 * <li>With the mode {@code startup}, whoever migrates does all of them now.
 * <li>A contract migration says that this release no longer reads the old shape of the
 * data. Until the backfills that it requires are done, the application does not serve: it
 * does them, or waits for them; where it migrates nothing, its start fails.
 * <li>All others are left to the background.
 * </ol>
 */
final class StartBackfills {

	private static final VisibleLog logger = VisibleLog.of(StartBackfills.class);

	private final Policy guard;

	private final BackfillRunners runners;

	StartBackfills(Policy guard, BackfillRunners runners) {
		this.guard = guard;
		this.runners = runners;
	}

	/**
	 * Goes on after the migrations.
	 * @param startup what the start was to do
	 * @param migrator what migrates the database
	 * @param report how the database stands, {@code null} if nobody has looked
	 * @throws MigrationException if a backfill fails that has to be done now, or the
	 * application must not start without it
	 */
	void after(Startup startup, Migrator migrator, @Nullable MigrationReport report) {
		if (report != null) {
			report.backfills().forEach(StartBackfills::tellIfStopped);
		}
		finish(startup, migrator, report);
		if (report == null || !report.backfills().isEmpty() || !report.waiting().isEmpty()) {
			this.runners.add(migrator);
		}
	}

	/**
	 * Does what must be done now, or waits for it.
	 * @param startup what the start was to do
	 * @param migrator what migrates the database
	 * @param report how the database stands, {@code null} if nobody has looked
	 * @throws MigrationException if a backfill fails that has to be done now, or the
	 * application must not start without it
	 */
	void finish(Startup startup, Migrator migrator, @Nullable MigrationReport report) {
		boolean migrates = startup == Startup.MIGRATE || startup == Startup.BACKGROUND;
		if (report == null || !report.backfills().isEmpty()) {
			if (migrates && migrator.backfills().mode() == Mode.STARTUP) {
				migrator.backfills().run(BackfillRequest.all());
			}
			else {
				serveOnlyBehind(required(migrator, report), migrator, migrates);
			}
		}
	}

	/** It goes on only if somebody decides that, and what requires it waits. */
	private static void tellIfStopped(BackfillReport backfill) {
		boolean paused = BackfillState.PAUSED.label().equals(backfill.state())
				|| BackfillState.CANCELLED.label().equals(backfill.state());
		if (backfill.failed() || paused) {
			Operation way = (paused) ? Operation.BACKFILL_RESUME : Operation.BACKFILL_RETRY;
			logger.warn("Backfill {} is {} ({}). To let it go on, {}run {}", backfill.name(), backfill.state(),
					(backfill.lastError() != null && !paused) ? new Lines(backfill.lastError()) : backfill.reason(),
					(paused) ? "" : "mend that and ", new Call(way, backfill.name()).in(new PropertyWording()));
		}
	}

	private static List<BackfillReport> required(Migrator migrator, @Nullable MigrationReport report) {
		if (report != null) {
			return BackfillOperations.required(report);
		}
		try {
			return migrator.backfills().required();
		}
		catch (MigrationException ex) {
			logger.warn("It could not be found out whether backfills are left that this release needs: {}",
					ex.description());
			return List.of();
		}
	}

	private void serveOnlyBehind(List<BackfillReport> required, Migrator migrator, boolean migrates) {
		if (required.isEmpty()) {
			return;
		}
		if (this.guard != Policy.REJECT) {
			required
				.forEach((backfill) -> logger.warn(
						"A contract migration of this release requires the backfill {}, which is not done ({}): the"
								+ " application may read rows that are not filled yet",
						backfill.name(), backfill.text()));
			return;
		}
		Mode mode = migrator.backfills().mode();
		if (!migrates || mode == Mode.OFF) {
			throw unfinished(required.get(0), migrates);
		}
		for (BackfillReport backfill : required) {
			if (mode == Mode.COMMAND) {
				logger.info("This release needs the backfill {}, and waits for it before it serves: run {}",
						backfill.name(), new Call(Operation.BACKFILL, backfill.name()).in(new PropertyWording()));
			}
			else {
				logger.info("This release needs the backfill {}, and does it before it serves", backfill.name());
			}
			migrator.backfills()
				.run((mode == Mode.COMMAND) ? BackfillRequest.await(backfill.name())
						: BackfillRequest.of(backfill.name()));
		}
	}

	private static MigrationException unfinished(BackfillReport backfill, boolean migrates) {
		Message action = Message.of("Do it with ")
			.and(new Call(Operation.BACKFILL, backfill.name()))
			.and(", then start again. ");
		action = (migrates) ? action.and(Setting.BACKFILL_MODE.to("background")).and(" does it at the start. ")
				: action.and(Choice.MIGRATE).and(" does it at the start, or waits for it. ");
		return new MigrationException(ErrorCode.BACKFILL_UNFINISHED,
				"This release ships a contract migration that requires the backfill " + backfill.name()
						+ ", so that it no longer reads what was there before. The backfill is not done ("
						+ backfill.text() + "): the application would read rows that are not filled yet.",
				action.and("To start nevertheless, set ").and(Setting.GUARD.to("warn")).and("."), null);
	}

}
