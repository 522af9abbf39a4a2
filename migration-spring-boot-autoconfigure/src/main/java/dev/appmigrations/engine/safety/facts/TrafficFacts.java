package dev.appmigrations.engine.safety.facts;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * Counters of a table since they were reset, and as of one moment.
 *
 * @param sequentialScans how often it was scanned as a whole
 * @param indexScans how often one of its indexes was used
 * @param writes rows inserted, updated and deleted
 * @param lastRead when it was read last, {@code null} if never or before PostgreSQL 16
 */
public record TrafficFacts(long sequentialScans, long indexScans, long writes, @Nullable Instant lastRead) {

}
