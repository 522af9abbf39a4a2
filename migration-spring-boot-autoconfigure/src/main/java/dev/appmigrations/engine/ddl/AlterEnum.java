package dev.appmigrations.engine.ddl;

import dev.appmigrations.engine.sql.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * {@code ALTER TYPE … ADD VALUE} or {@code RENAME VALUE}.
 *
 * @param type the enum
 * @param label the label that is added or renamed, without its quotes
 * @param newLabel the new label, {@code null} where one is added
 * @param ifNotExists whether {@code IF NOT EXISTS} is there
 */
public record AlterEnum(ObjectName type, String label, @Nullable String newLabel,
		boolean ifNotExists) implements DdlStatement {

}
