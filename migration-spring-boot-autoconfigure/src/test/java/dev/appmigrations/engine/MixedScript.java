package dev.appmigrations.engine;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import javax.sql.DataSource;

import dev.appmigrations.engine.migration.ErrorCode;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.options.LockLimits;
import dev.appmigrations.engine.options.MigratorOptions;
import dev.appmigrations.engine.report.MigrationReport;
import dev.appmigrations.support.DatabaseContent;
import dev.appmigrations.support.MemoryScripts;
import dev.appmigrations.support.TestDatabase;
import dev.appmigrations.support.Wiretap.Message;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A script with a statement of each kind that is executed in its own way, what is there
 * before it, and what has to be there after it, however often it was interrupted.
 */
final class MixedScript {

	/**
	 * Make a statement wait in the middle of its work, while a transaction holds them.
	 */
	static final String READS_ITEM = "LOCK TABLE item IN ACCESS SHARE MODE";

	static final String WRITES_ITEM = "LOCK TABLE item IN ROW EXCLUSIVE MODE";

	static final String VACUUMS_ITEM = "LOCK TABLE item IN SHARE UPDATE EXCLUSIVE MODE";

	static final String READS_PART = "LOCK TABLE ONLY part IN ACCESS SHARE MODE";

	static final String READS_SHELF = "LOCK TABLE depot.shelf IN ACCESS SHARE MODE";

	static final String SEES_THE_PAST = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ; SELECT 1";

	static final String LOCKS_GATE = "LOCK TABLE gate IN ACCESS EXCLUSIVE MODE";

	/** With the commit of a transaction that has done most of its work before. */
	static final Message BEHIND_COPY = unit("INSERT INTO gate SELECT count(*)");

	static final Message LAST = unit("INSERT INTO gate VALUES (2)");

	static final Message CHECKPOINT = (text) -> text.startsWith("BEGIN") && text.contains("'done'");

	static final String BASE_NAME = "1_base.sql";

	static final String NAME = "2_mixed.sql";

	static final String BASE = """
			CREATE TABLE gate (id int);
			CREATE TABLE item (id int PRIMARY KEY, name text, amount int);
			INSERT INTO item SELECT i, 'item ' || i, i % 7 FROM generate_series(1, 500) i;
			CREATE INDEX item_old ON item (amount);
			CREATE TABLE part (id int, day int, PRIMARY KEY (id, day)) PARTITION BY RANGE (day);
			CREATE TABLE part_1 PARTITION OF part FOR VALUES FROM (1) TO (10);
			CREATE TABLE part_2 PARTITION OF part FOR VALUES FROM (10) TO (20);
			INSERT INTO part SELECT i, i FROM generate_series(1, 19) i;
			CREATE SCHEMA depot AUTHORIZATION mason;
			CREATE TABLE depot.shelf (id int, label text);
			CREATE INDEX shelf_old ON depot.shelf (label);
			ALTER TABLE depot.shelf OWNER TO mason;
			CREATE TABLE filled (id int PRIMARY KEY);
			CREATE PROCEDURE fill() LANGUAGE plpgsql AS $$
			BEGIN
			  INSERT INTO filled VALUES (1) ON CONFLICT DO NOTHING;
			  COMMIT;
			  LOCK TABLE gate IN ACCESS SHARE MODE;
			  INSERT INTO filled VALUES (2) ON CONFLICT DO NOTHING;
			  COMMIT;
			END $$;
			""";

	static final String TEXT = """
			ALTER TABLE item ADD COLUMN price numeric NOT NULL DEFAULT 0;
			INSERT INTO item VALUES (501, 'late', 1, 9.5);
			BEGIN;
			ALTER TABLE item ADD CONSTRAINT amount_positive CHECK (amount >= 0);
			INSERT INTO gate VALUES (1);
			COMMIT;
			COPY item (id, name, amount) FROM stdin;
			601\tcopied; with a semicolon\t1
			602\tcopied\t2
			\\.
			INSERT INTO gate SELECT count(*) FROM item;
			CREATE INDEX CONCURRENTLY item_name ON item (name);
			CREATE INDEX CONCURRENTLY ON item (price);
			CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS item_unique ON item (id, name);
			DROP INDEX CONCURRENTLY item_old;
			REINDEX TABLE CONCURRENTLY item;
			ALTER TABLE part DETACH PARTITION part_1 CONCURRENTLY;
			VACUUM (ANALYZE) item;
			SET search_path = depot;
			SET ROLE mason;
			CREATE TABLE box (id int, made_by text DEFAULT current_user);
			INSERT INTO box VALUES (1);
			CREATE INDEX CONCURRENTLY box_id ON box (id);
			DROP INDEX CONCURRENTLY shelf_old;
			INSERT INTO box VALUES (2);
			DISCARD ALL;
			CREATE TABLE after_discard AS SELECT current_user::text AS who, current_setting('search_path') AS path;
			CALL fill();
			INSERT INTO gate VALUES (2);
			""";

	private MixedScript() {
	}

	/** The server of a database has to have the role of the script. */
	static void createRole(DataSource dataSource) {
		list(dataSource, """
				DO $$ BEGIN
				  IF to_regrole('mason') IS NULL THEN CREATE ROLE mason; END IF;
				END $$; SELECT 1""");
	}

	static MigrationReport migrate(DataSource dataSource) {
		return Migrator.builder(dataSource, new MemoryScripts().with(BASE_NAME, BASE).with(NAME, TEXT))
			.options(MigratorOptions.defaults()
				.with(new MigratorOptions.Waiting(Duration.ofMinutes(1), Duration.ofMinutes(1), Duration.ZERO,
						LockLimits.DEFAULT)))
			.build()
			.migrate();
	}

	/**
	 * Starts once more after an interruption, and answers where it is asked.
	 * @return whether it was asked
	 */
	static boolean assertNextStartCompletes(DataSource dataSource) {
		boolean asked = false;
		try {
			migrate(dataSource);
		}
		catch (MigrationException ex) {
			assertThat(ex.code()).as(ex.getMessage()).isEqualTo(ErrorCode.MIGRATION_INTERRUPTED);
			assertThat(ex.description()).contains(NAME, "CALL fill()");
			asked = true;
			decide(dataSource, ex);
			migrate(dataSource);
		}
		assertThat(DatabaseContent.of(dataSource)).isEqualTo(Undisturbed.SNAPSHOT);
		assertThat(list(dataSource, "SELECT migration_name FROM migration_history ORDER BY id"))
			.containsExactly(BASE_NAME, NAME);
		assertThat(list(dataSource, "SELECT migration_name FROM migration_log WHERE action = 'applied' ORDER BY id"))
			.containsExactly(BASE_NAME, NAME);
		assertThat(list(dataSource, "SELECT migration_name FROM migration_progress")).isEmpty();
		return asked;
	}

	/** Looks what is there, and does what the message says about it. */
	private static void decide(DataSource dataSource, MigrationException question) {
		List<String> answers = Pattern.compile("UPDATE [^;]*;")
			.matcher(question.action())
			.results()
			.map(MatchResult::group)
			.toList();
		assertThat(answers).hasSize(2);
		boolean done = list(dataSource, "SELECT id FROM filled").size() == 2;
		list(dataSource, answers.get((done) ? 0 : 1) + " SELECT 1");
	}

	private static List<String> list(DataSource dataSource, String sql) {
		try (Connection connection = dataSource.getConnection(); Statement statement = connection.createStatement()) {
			statement.execute(sql);
			while (statement.getUpdateCount() >= 0) {
				statement.getMoreResults();
			}
			List<String> values = new ArrayList<>();
			ResultSet result = statement.getResultSet();
			while (result.next()) {
				values.add(result.getString(1));
			}
			return values;
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	static Message unit(String content) {
		return (text) -> text.startsWith("/* migration " + NAME) && text.contains(content);
	}

	static Message sent(String statement) {
		return (text) -> text.startsWith(statement);
	}

	static Message intent(String content) {
		return (text) -> text.startsWith("BEGIN") && text.contains("'intent'") && text.contains(content);
	}

	private static final class Undisturbed {

		static final List<String> SNAPSHOT = migrate();

		private static List<String> migrate() {
			try (TestDatabase database = TestDatabase.create()) {
				createRole(database.dataSource());
				MixedScript.migrate(database.dataSource());
				List<String> snapshot = DatabaseContent.of(database.dataSource());
				assertThat(snapshot).hasSizeGreaterThan(500);
				return snapshot;
			}
		}

	}

}
