package dev.appmigrations.actuate.endpoint;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import dev.appmigrations.engine.migration.ErrorCode;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.report.StepReport;
import org.jspecify.annotations.Nullable;

/**
 * A run that goes on in a thread of its own, or has ended.
 */
final class RequestedRun {

	private final String id = UUID.randomUUID().toString();

	private final String operation;

	private final String migrator;

	private final Instant startedAt = Instant.now();

	private volatile @Nullable Outcome outcome;

	RequestedRun(String operation, String migrator) {
		this.operation = operation;
		this.migrator = migrator;
	}

	String id() {
		return this.id;
	}

	String operation() {
		return this.operation;
	}

	String migrator() {
		return this.migrator;
	}

	Instant startedAt() {
		return this.startedAt;
	}

	@Nullable Outcome outcome() {
		return this.outcome;
	}

	void done(List<StepReport> steps) {
		this.outcome = new Outcome(Instant.now(), List.copyOf(steps), null);
	}

	void failed(Throwable failure) {
		MigrationException shown = (failure instanceof MigrationException known) ? known : new MigrationException(
				ErrorCode.STATEMENT_FAILED, String.valueOf(failure), "See the log of the application.", failure);
		this.outcome = new Outcome(Instant.now(), List.of(), shown);
	}

	/**
	 * How a run has ended.
	 *
	 * @param at when
	 * @param steps what was done
	 * @param failure why it failed, {@code null} if it did not
	 */
	record Outcome(Instant at, List<StepReport> steps, @Nullable MigrationException failure) {

	}

}
