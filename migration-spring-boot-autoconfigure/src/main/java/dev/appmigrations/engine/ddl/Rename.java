package dev.appmigrations.engine.ddl;

import dev.appmigrations.engine.sql.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * {@code ALTER … RENAME}.
 *
 * @param type what gets the name: {@code COLUMN} and {@code CONSTRAINT} belong to the
 * object
 * @param object the object, or that which the column, constraint, trigger, rule or policy
 * belongs to
 * @param part the present name of what belongs to it, {@code null} where the object
 * itself is renamed
 * @param newName the new name
 * @param ifExists whether {@code IF EXISTS} is there
 */
public record Rename(ObjectType type, ObjectName object, @Nullable String part, String newName,
		boolean ifExists) implements DdlStatement {

}
