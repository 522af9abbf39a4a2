package dev.appmigrations.command;

import java.time.Duration;
import java.util.List;

import dev.appmigrations.command.terminal.ProgressView;
import dev.appmigrations.engine.event.MigrationEvent;
import dev.appmigrations.engine.history.BackfillState;
import dev.appmigrations.engine.report.BackfillReport;
import org.jspecify.annotations.Nullable;

/**
 * Shows how backfills go on while a command runs, and remembers which are left.
 */
final class ShownBackfills {

	private static final String WIDTH = "%-10s";

	private final @Nullable ProgressView view;

	private List<BackfillReport> left = List.of();

	private String current = "";

	private boolean own;

	private int number;

	private @Nullable Duration spoken;

	/**
	 * Creates one.
	 * @param view where to show them, {@code null} for nowhere
	 */
	ShownBackfills(@Nullable ProgressView view) {
		this.view = view;
	}

	/** The backfills that are not done yet, as far as is known. */
	List<BackfillReport> left() {
		return this.left;
	}

	void left(List<BackfillReport> backfills) {
		this.left = backfills;
	}

	/** A migration has a line of its own, which a backfill does not replace. */
	void started(String migration) {
		this.current = migration;
		this.own = false;
	}

	/**
	 * Shows an event.
	 * @param event what happened
	 * @return whether it was about a backfill
	 */
	boolean show(MigrationEvent event) {
		if (event instanceof MigrationEvent.BackfillChanged changed) {
			changed(changed.backfill());
		}
		else if (event instanceof MigrationEvent.BackfillProgressed progressed) {
			progressed(progressed.backfill());
		}
		else if (event instanceof MigrationEvent.BackfillAwaited awaited) {
			awaited(awaited.backfill(), awaited.waited());
		}
		else {
			return false;
		}
		return true;
	}

	private void changed(BackfillReport backfill) {
		if (this.view == null) {
			return;
		}
		String state = backfill.state();
		if (state.equals(BackfillState.RUNNING.label()) || state.equals(BackfillState.VERIFYING.label())) {
			progressed(backfill);
		}
		else if (state.equals(BackfillState.DONE.label())) {
			if (isCurrent(backfill) && !this.own) {
				return;
			}
			end(WIDTH.formatted("walked") + backfill.name() + ", " + BackfillView.rows(backfill.rows()));
		}
		else if (!backfill.failed() || this.own) {
			String label = (state.equals(BackfillState.PENDING.label())) ? "left" : state;
			String reason = (backfill.reason() != null) ? backfill.reason() : "to be done in batches";
			end(WIDTH.formatted(label) + backfill.name() + ": " + reason);
		}
	}

	private void progressed(BackfillReport backfill) {
		if (this.view != null) {
			begin(backfill);
			String progress = BackfillView.liveProgress(backfill);
			String reason = backfill.reason();
			if (reason != null) {
				progress = "waits: " + reason + " (" + progress + ")";
			}
			else if (backfill.state().equals(BackfillState.VERIFYING.label())) {
				progress = "verifying that no row is left";
			}
			this.view.progressed(progress);
		}
	}

	/** Asked for every second or so, which only a line that changes should show. */
	private void awaited(BackfillReport backfill, Duration waited) {
		if (this.view != null) {
			Duration before = this.spoken;
			if (!isCurrent(backfill) || before == null || waited.minus(before).compareTo(this.view.interval()) >= 0) {
				this.spoken = waited;
				begin(backfill);
				String by = (backfill.active() && backfill.instance() != null) ? "by " + backfill.instance() + ": "
						: "";
				String reason = (backfill.reason() != null) ? ", waits: " + backfill.reason() : "";
				this.view.progressed(by + BackfillView.liveProgress(backfill) + reason);
			}
		}
	}

	private boolean isCurrent(BackfillReport backfill) {
		return this.current.equals(backfill.name());
	}

	private void begin(BackfillReport backfill) {
		if (this.view != null && !isCurrent(backfill)) {
			this.current = backfill.name();
			this.own = true;
			this.number++;
			this.view.started(backfill.name(), this.number, Math.max(this.number, this.left.size()));
		}
	}

	private void end(String line) {
		if (this.view != null) {
			this.view.ended(line);
			this.current = "";
			this.own = false;
		}
	}

}
