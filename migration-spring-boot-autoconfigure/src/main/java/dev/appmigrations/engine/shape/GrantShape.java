package dev.appmigrations.engine.shape;

import org.jspecify.annotations.Nullable;

/**
 * A right on a table or on one of its columns.
 *
 * @param privilege the privilege, such as {@code SELECT}
 * @param grantee who has it, {@code null} for everybody
 * @param grantable whether they may grant it to others
 * @param column the column, {@code null} for the table as a whole
 */
public record GrantShape(String privilege, @Nullable String grantee, boolean grantable, @Nullable String column) {

}
