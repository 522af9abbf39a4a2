package dev.appmigrations.engine.report;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

import dev.appmigrations.engine.history.AppliedMigration;
import dev.appmigrations.engine.history.LatestFailure;
import dev.appmigrations.engine.history.Progress.Direction;
import dev.appmigrations.engine.plan.AppliedState;
import dev.appmigrations.engine.text.VisibleText;
import org.jspecify.annotations.Nullable;

/**
 * An applied migration, as everybody who looks is shown it.
 *
 * @param name the name
 * @param state how it stands to its file: {@code applied}, {@code changed},
 * {@code missing} or {@code outdated}
 * @param version the version as it was written
 * @param description the description
 * @param kind the kind
 * @param phase the phase
 * @param checksum the checksum in the history
 * @param appliedAt when
 * @param executionMs how long it ran, in milliseconds
 * @param appliedBy the role
 * @param appliedFrom the host and the application
 * @param release the release of the application
 * @param origin how it came into the history
 * @param outOfOrder whether a later version was applied before
 * @param failure why its rollback failed when it was tried last, {@code null} if it did
 * not
 */
public record AppliedReport(String name, String state, @Nullable String version, @Nullable String description,
		@Nullable String kind, @Nullable String phase, @Nullable String checksum, @Nullable Instant appliedAt,
		@Nullable Long executionMs, @Nullable String appliedBy, @Nullable String appliedFrom, @Nullable String release,
		@Nullable String origin, boolean outOfOrder, @Nullable FailedBefore failure) {

	public AppliedReport {
		name = VisibleText.line(name);
		description = VisibleText.lineOrNull(description);
		kind = VisibleText.lineOrNull(kind);
		phase = VisibleText.lineOrNull(phase);
		appliedBy = VisibleText.lineOrNull(appliedBy);
		appliedFrom = VisibleText.lineOrNull(appliedFrom);
		release = VisibleText.lineOrNull(release);
		origin = VisibleText.lineOrNull(origin);
		version = VisibleText.lineOrNull(version);
		checksum = VisibleText.lineOrNull(checksum);
	}

	static AppliedReport of(AppliedState applied) {
		AppliedMigration row = applied.row();
		return new AppliedReport(row.name(), applied.state().label(), text(row.version()), row.description(),
				row.kind(), row.phase(), text(row.checksum()), row.appliedAt(), row.executionMs(), row.appliedBy(),
				row.appliedFrom(), row.release(), row.origin(), row.outOfOrder(), null);
	}

	AppliedReport with(List<LatestFailure> failures) {
		return with(FailedBefore.find(failures, this.name, Direction.DOWN));
	}

	/**
	 * Returns the same migration with a failure.
	 * @param failure why its rollback failed, {@code null} if it did not
	 * @return this, or a new one
	 */
	public AppliedReport with(@Nullable FailedBefore failure) {
		if (Objects.equals(failure, this.failure)) {
			return this;
		}
		return new AppliedReport(this.name, this.state, this.version, this.description, this.kind, this.phase,
				this.checksum, this.appliedAt, this.executionMs, this.appliedBy, this.appliedFrom, this.release,
				this.origin, this.outOfOrder, failure);
	}

	private static @Nullable String text(@Nullable Object value) {
		return (value != null) ? value.toString() : null;
	}

}
