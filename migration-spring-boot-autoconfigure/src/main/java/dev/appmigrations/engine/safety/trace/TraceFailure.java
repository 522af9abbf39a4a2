package dev.appmigrations.engine.safety.trace;

import org.jspecify.annotations.Nullable;

/**
 * Why a statement failed while it was traced.
 *
 * @param sqlState the five-character code, {@code null} where the server gave none
 * @param message what the server said
 */
public record TraceFailure(@Nullable String sqlState, String message) {

}
