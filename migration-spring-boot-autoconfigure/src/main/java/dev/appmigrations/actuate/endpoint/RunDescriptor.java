package dev.appmigrations.actuate.endpoint;

import java.time.Instant;
import java.util.List;

import dev.appmigrations.engine.report.StepReport;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * A run that was asked for over HTTP.
 *
 * @param id what to ask for it by, at {@code runs/ID}
 * @param operation {@code apply} or {@code contract}
 * @param migrator the name of the migrator; {@code tenants} for all tenants
 * @param state {@code running}, {@code done} or {@code failed}
 * @param startedAt when it began
 * @param finishedAt when it ended, {@code null} while it is running
 * @param steps what was done; empty while it is running, and for tenants
 * @param error why it failed, {@code null} if it did not
 */
public record RunDescriptor(String id, String operation, String migrator, String state, Instant startedAt,
		@Nullable Instant finishedAt, List<StepReport> steps,
		@Nullable ErrorDescriptor error) implements OperationResponseBody {

	static RunDescriptor of(RequestedRun run, ValueDisplay values, boolean show) {
		RequestedRun.Outcome outcome = run.outcome();
		if (outcome == null) {
			return new RunDescriptor(run.id(), run.operation(), run.migrator(), "running", run.startedAt(), null,
					List.of(), null);
		}
		return new RunDescriptor(run.id(), run.operation(), run.migrator(),
				(outcome.failure() != null) ? "failed" : "done", run.startedAt(), outcome.at(), outcome.steps(),
				(outcome.failure() != null) ? values.error(outcome.failure(), show) : null);
	}

}
