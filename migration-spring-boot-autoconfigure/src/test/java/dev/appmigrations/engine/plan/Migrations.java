package dev.appmigrations.engine.plan;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.List;

import dev.appmigrations.engine.history.AppliedMigration;
import dev.appmigrations.engine.migration.Checksum;
import dev.appmigrations.engine.migration.Declarations;
import dev.appmigrations.engine.migration.EarlierReading;
import dev.appmigrations.engine.migration.Migration;
import dev.appmigrations.engine.migration.MigrationKind;
import dev.appmigrations.engine.migration.MigrationVersion;
import dev.appmigrations.engine.migration.Phase;
import dev.appmigrations.engine.migration.Problem;
import dev.appmigrations.engine.migration.Script;
import dev.appmigrations.engine.migration.ScriptPart;
import dev.appmigrations.engine.migration.SqlMigration;
import dev.appmigrations.engine.migration.Timeouts;
import dev.appmigrations.engine.script.ScriptName;
import org.jspecify.annotations.Nullable;

/**
 * Migrations and rows of the history from their names: {@code 1_a.sql}, or
 * {@code R__a.sql}.
 */
final class Migrations {

	private Migrations() {
	}

	static Migration file(String name, String checksum, String... requirements) {
		return migration(name, checksum, Phase.EXPAND, requirements);
	}

	static Migration contract(String name, String... requirements) {
		return migration(name, name, Phase.CONTRACT, requirements);
	}

	private static Migration migration(String name, String checksum, Phase phase, String... requirements) {
		MigrationVersion version = version(name);
		ScriptPart up = new ScriptPart(new Empty(name), List.of(), List.of(), List.of(), false, false, Timeouts.NONE,
				"one transaction", null);
		return new SqlMigration(name, version, name,
				(version != null) ? MigrationKind.VERSIONED : MigrationKind.REPEATABLE, phase,
				new Checksum("1:" + checksum), List.of(requirements), up, null);
	}

	/**
	 * Returns a file with a checksum of the present scheme, and that of release 0.1 where
	 * that differs.
	 */
	static Migration readToday(String name, String checksum, @Nullable String earlier) {
		SqlMigration file = (SqlMigration) file(name, checksum);
		Checksum first = (earlier != null) ? new Checksum("1:" + earlier) : null;
		return new SqlMigration(name, file.version(), name, file.kind(), file.phase(), file.soak(),
				new Checksum("2:" + checksum), List.of(), file.up(), null, null, () -> first, Declarations.NONE);
	}

	/** Returns a file that release 0.1 took, and that is refused today. */
	static Migration refused(String name, String checksum) {
		SqlMigration file = (SqlMigration) file(name, checksum);
		return new SqlMigration(name, file.version(), name, file.kind(), file.phase(), file.soak(), file.checksum(),
				List.of(), file.up(), null, Problem.error(Problem.Code.FOREIGN_SYNTAX, "x", "y", name),
				EarlierReading.SAME, Declarations.NONE);
	}

	/** Returns files whose checksum is their name's. */
	static List<Migration> files(String... names) {
		return List.of(names).stream().map((name) -> file(name, name)).toList();
	}

	static AppliedMigration row(long id, String name, @Nullable String checksum) {
		return row(id, name, version(name), (checksum != null) ? new Checksum("1:" + checksum) : null);
	}

	static AppliedMigration row(long id, String name, @Nullable MigrationVersion version, @Nullable Checksum checksum) {
		return new AppliedMigration(id, name, null, version, null, null, null, checksum, null, null, null, null, null,
				false, null);
	}

	/** Returns a row of the phase contract. */
	static AppliedMigration contracted(long id, String name) {
		return new AppliedMigration(id, name, null, version(name), null, null, "contract", null, null, null, null, null,
				null, false, null);
	}

	/** Returns rows whose checksum is their name's. */
	static List<AppliedMigration> rows(String... names) {
		return List.of(names).stream().map((name) -> row(List.of(names).indexOf(name) + 1L, name, name)).toList();
	}

	private static @Nullable MigrationVersion version(String name) {
		return (name.startsWith("R__")) ? null : ScriptName.parse(name).version();
	}

	private record Empty(String fileName) implements Script {

		@Override
		public String path() {
			return "db/" + this.fileName;
		}

		@Override
		public InputStream open() {
			return new ByteArrayInputStream(new byte[0]);
		}

	}

}
