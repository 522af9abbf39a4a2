package dev.appmigrations.sample.job;

import java.time.OffsetDateTime;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonRawValue;
import org.jspecify.annotations.Nullable;

/**
 * A piece of work in the queue.
 *
 * @param accountId null for the product's own chores
 * @param payload a JSON object
 * @param lockedBy the worker that holds the job, null unless it is running
 * @param lockedUntil the end of the worker's lease
 */
record Job(UUID id, @Nullable UUID accountId, String queue, String kind, @JsonRawValue String payload, String status,
		int attempts, OffsetDateTime runAt, @Nullable String lockedBy, @Nullable OffsetDateTime lockedUntil,
		@Nullable String lastError) {

}
