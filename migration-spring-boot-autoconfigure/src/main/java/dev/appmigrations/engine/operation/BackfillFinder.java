package dev.appmigrations.engine.operation;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import dev.appmigrations.engine.migration.BackfillMigration;
import dev.appmigrations.engine.migration.ErrorCode;
import dev.appmigrations.engine.migration.Migration;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.migration.MigrationVersion;
import dev.appmigrations.engine.report.BackfillReport;
import dev.appmigrations.engine.run.Assessment;
import dev.appmigrations.engine.wording.Call;
import dev.appmigrations.engine.wording.Message;
import dev.appmigrations.engine.wording.Operation;

/**
 * Finds the backfill that a person means, among those that are not applied.
 *
 * @param name its name, with or without {@code .sql} and a folder, or its version
 */
record BackfillFinder(String name) {

	boolean matches(Migration migration) {
		MigrationVersion version = MigrationVersion.find(file());
		return (version != null) ? Objects.equals(version, migration.version()) : matches(migration.name());
	}

	boolean matches(BackfillReport backfill) {
		MigrationVersion version = MigrationVersion.find(file());
		return (version != null) ? version.toString().equals(backfill.version()) : matches(backfill.name());
	}

	private boolean matches(String migration) {
		return migration.equals(file()) || migration.equals(file() + ".sql");
	}

	private String file() {
		return this.name.substring(Math.max(this.name.lastIndexOf('/'), this.name.lastIndexOf('\\')) + 1);
	}

	BackfillMigration in(Assessment assessment) {
		List<Migration> all = new ArrayList<>(assessment.plan().backfills());
		assessment.plan().steps().forEach((step) -> all.add(step.migration()));
		for (Migration migration : all) {
			if (matches(migration) && migration instanceof BackfillMigration backfill) {
				return backfill;
			}
		}
		throw new MigrationException(ErrorCode.INVALID_MIGRATIONS,
				"There is no backfill " + this.name + " that is to be done.",
				Message.of("Correct the name; ").and(Call.of(Operation.STATUS)).and(" shows all of them."), null);
	}

}
