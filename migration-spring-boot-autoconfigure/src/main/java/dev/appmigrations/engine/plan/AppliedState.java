package dev.appmigrations.engine.plan;

import dev.appmigrations.engine.history.AppliedMigration;
import dev.appmigrations.engine.migration.Migration;
import dev.appmigrations.engine.migration.MigrationVersion;
import dev.appmigrations.engine.script.ScriptName;
import org.jspecify.annotations.Nullable;

/**
 * A row of the history beside the file that it stands for.
 *
 * @param row the row
 * @param migration the migration, {@code null} where its file is gone
 * @param state how the two fit together
 */
public record AppliedState(AppliedMigration row, @Nullable Migration migration, MigrationState state) {

	/**
	 * Returns the version: the file's, or else the row's, or else, in a row that an older
	 * tool or a person wrote, that which the name says.
	 * @return the version, {@code null} if there is none
	 */
	public @Nullable MigrationVersion version() {
		if (this.migration != null) {
			return this.migration.version();
		}
		MigrationVersion version = this.row.version();
		return (version != null) ? version : ScriptName.parse(this.row.name()).version();
	}

}
