package dev.appmigrations.actuate.endpoint;

import dev.appmigrations.engine.migration.ErrorCode;
import org.jspecify.annotations.Nullable;

/**
 * Why scripts or database cannot be read.
 *
 * @param code the stable code
 * @param description what is wrong
 * @param action what to do
 */
public record ErrorDescriptor(ErrorCode code, @Nullable String description, String action) {

}
