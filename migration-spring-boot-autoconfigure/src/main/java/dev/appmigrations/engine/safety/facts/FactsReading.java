package dev.appmigrations.engine.safety.facts;

import org.jspecify.annotations.Nullable;

/**
 * The outcome of reading facts: the facts, or why they are unknown.
 *
 * @param facts the facts, {@code null} if they are unknown
 * @param reason why the facts, or some of them, are unknown, as a sentence without a full
 * stop; {@code null} if all are known
 */
public record FactsReading(@Nullable SchemaFacts facts, @Nullable String reason) {

}
