package dev.appmigrations.support;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import dev.appmigrations.engine.jdbc.JdbcWork;
import dev.appmigrations.engine.migration.Checksum;
import dev.appmigrations.engine.migration.CodeMigration;
import dev.appmigrations.engine.migration.MigrationCode;
import dev.appmigrations.engine.migration.MigrationVersion;
import dev.appmigrations.engine.migration.Phase;

/**
 * A migration in Java, for tests of the engine.
 *
 * @param work what applies it, and undoes it
 */
public record JdbcCode(JdbcWork work) implements MigrationCode {

	/**
	 * Makes a migration.
	 * @param version its version
	 * @param transaction whether it runs in a transaction
	 * @param work what it does
	 * @return the migration
	 */
	public static CodeMigration migration(String version, boolean transaction, JdbcWork work) {
		return new CodeMigration(CodeMigration.describe("V" + version + "__code", MigrationVersion.parse(version),
				"code", JdbcCode.class.getName(), true, new CodeMigration.Release(Phase.EXPAND, Duration.ZERO),
				List.of(), new Checksum("2:" + "0".repeat(64))), transaction, false, new JdbcCode(work));
	}

	@Override
	public boolean isReady() {
		return true;
	}

	@Override
	public JdbcWork apply(Map<String, String> placeholders) {
		return this.work;
	}

	@Override
	public JdbcWork undo(Map<String, String> placeholders) {
		return this.work;
	}

}
