package dev.appmigrations.generate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Stream;

import dev.appmigrations.engine.safety.Finding;
import dev.appmigrations.engine.safety.Level;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.OldestAndNewest;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Each operation: its files are applied while two releases work, the linter has nothing
 * against them, no proof shares a transaction with a lock, and the rollbacks bring the
 * catalogue back.
 */
@OldestAndNewest
class GeneratedOperationsTests {

	private static final int TRANSACTIONS = 60;

	private static final Set<String> WEAK = Set.of("ACCESS SHARE", "ROW SHARE", "ROW EXCLUSIVE",
			"SHARE UPDATE EXCLUSIVE");

	private static final String TABLES = """
			CREATE TABLE team (id bigint PRIMARY KEY, code text NOT NULL UNIQUE);
			CREATE TABLE users (id bigint PRIMARY KEY, team bigint, name text, email text NOT NULL, note text);
			CREATE INDEX users_note ON users (note) WHERE note IS NOT NULL;
			CREATE UNIQUE INDEX users_email ON users (email);
			CREATE TABLE event (at timestamptz, number int, user_id bigint REFERENCES users);
			CREATE TYPE mood AS ENUM ('good', 'bad');
			INSERT INTO team SELECT i, 'team ' || i FROM generate_series(1, 20) i;
			INSERT INTO users SELECT i, i % 20 + 1, 'user ' || i, i || '@example.com', 'note ' || i
			  FROM generate_series(1, 400) i;
			INSERT INTO event SELECT now(), i, i FROM generate_series(1, 100) i;
			""";

	@FreshDatabase
	private TestDatabase database;

	private ChangedDatabase changed;

	@BeforeEach
	void begin() {
		this.changed = new ChangedDatabase(this.database);
	}

	static Stream<Case> cases() {
		IntFunction<List<String>> rows = rows(10_000);
		IntFunction<List<String>> again = rows(50_000);
		IntFunction<List<String>> withoutName = (n) -> List.of(
				"INSERT INTO users (id, team, email) VALUES (%d, %d, 'n%d@example.com')".formatted(20_000 + n,
						n % 20 + 1, n + 200_000),
				"UPDATE users SET note = 'y%d' WHERE id = %d".formatted(n, n % 400 + 1));
		IntFunction<List<String>> events = (n) -> List
			.of("INSERT INTO event (at, number, user_id) VALUES (now(), %d, %d)".formatted(10_000 + n, n % 400 + 1));
		IntFunction<List<String>> renamed = (n) -> List.of(
				"UPDATE person SET name = 'z%d' WHERE id = %d".formatted(n, n % 400 + 1),
				"INSERT INTO person (id, email) VALUES (%d, 'p%d@example.com') ON CONFLICT (id) DO NOTHING"
					.formatted(30_000 + n, n));
		return Stream.of(new Case("not-null", List.of("users.name"), Map.of("default", "'anon'"), withoutName, rows),
				new Case("not-null", List.of("users.team"), Map.of(), rows, again),
				new Case("not-null", List.of("users.team"), Map.of("now", ""), rows, again),
				new Case("add-fk", List.of("users.team", "team.id"), Map.of("on-delete", "cascade"), rows, withoutName),
				new Case("add-fk", List.of("users.team", "team.id"), Map.of("orphans", "null"), rows, withoutName),
				new Case("add-check", List.of("users", "users_email_at", "email LIKE '%@%'"), Map.of(), rows, again),
				new Case("add-unique", List.of("event", "number"), Map.of(), events, rows),
				new Case("add-pk", List.of("event", "number"), Map.of(), events, rows),
				new Case("add-index", List.of("users", "lower(name), team"), Map.of("where", "team > 3"), rows, again),
				new Case("replace-index", List.of("users_note", "note, team"), Map.of(), rows, withoutName),
				new Case("drop-index", List.of("users_note"), Map.of(), rows, withoutName),
				new Case("add-column", List.of("users.active", "boolean"), Map.of("default", "true", "not-null", ""),
						rows, withoutName),
				new Case("add-column", List.of("users.token", "uuid"),
						Map.of("default", "gen_random_uuid()", "not-null", ""), rows, withoutName),
				new Case("drop-column", List.of("users.note"), Map.of(), rows, again),
				new Case("rename-table", List.of("users", "person"), Map.of(), rows, renamed),
				new Case("drop-table", List.of("event"), Map.of(), rows, withoutName),
				new Case("add-enum-value", List.of("mood", "so so"), Map.of("after", "good"), rows, withoutName),
				new Case("backfill", List.of("users", "SET note = upper(note)"), Map.of("where", "note <> upper(note)"),
						rows, again));
	}

	private static IntFunction<List<String>> rows(int first) {
		return (n) -> List.of(
				"INSERT INTO users (id, team, name, email) VALUES (%1$d, %2$d, 'x', 'n%1$d@example.com')".formatted(
						first + n, n % 20 + 1),
				"UPDATE users SET name = 'y%d' WHERE id = %d".formatted(n, n % 400 + 1),
				"SELECT count(*) FROM users WHERE id = %d".formatted(n));
	}

	@ParameterizedTest
	@MethodSource("cases")
	void filesWhenTwoReleasesWorkStopNeither(Case change) {
		this.database.execute(TABLES);
		Map<String, String> before = this.changed.catalogue();
		GeneratedMigrations generated = this.changed.generate(change.operation(), change.options(),
				change.arguments().toArray(String[]::new));
		assertThat(generated.files()).isNotEmpty();
		this.changed.shipAll(generated);
		assertThat(this.changed.migrator().safety().lint().findings(Level.FAIL))
			.extracting(Finding::rule, Finding::message)
			.isEmpty();
		generated.files().forEach(GeneratedOperationsTests::assertProofsAlone);
		generated.files().forEach(this.changed::takeBack);
		try (ReleaseTraffic old = new ReleaseTraffic(this.database, "SET lock_timeout = '5s'", change.old())) {
			this.changed.ship(generated, GeneratedMigration.Release.THIS);
			this.changed.migrator().migrate();
			old.await(TRANSACTIONS);
			try (ReleaseTraffic next = new ReleaseTraffic(this.database, "SET lock_timeout = '5s'", change.next())) {
				next.await(TRANSACTIONS);
				old.await(TRANSACTIONS);
				old.finish();
				this.changed.ship(generated, GeneratedMigration.Release.NEXT);
				this.changed.contractAll();
				next.await(TRANSACTIONS);
				next.finish();
				assertThat(next.failures()).isEmpty();
			}
			assertThat(old.failures()).isEmpty();
		}
		assertThat(this.changed.migrator().status().pending()).isEmpty();
		assertRollbacks(generated, before);
	}

	private void assertRollbacks(GeneratedMigrations generated, Map<String, String> before) {
		if (generated.files().stream().anyMatch((file) -> file.down().contains("migrate:irreversible"))) {
			return;
		}
		this.changed.undo(generated.files().size());
		assertThat(this.changed.catalogue()).isEqualTo(before);
		this.changed.migrator().migrate();
		this.changed.contractAll();
		this.changed.undo(generated.files().size());
		assertThat(this.changed.catalogue()).isEqualTo(before);
	}

	/** A proof reads the whole table: nobody may wait meanwhile. */
	private static void assertProofsAlone(GeneratedMigration file) {
		List<Step> steps = new Steps(null).of(file);
		List<String> lines = file.up().lines().toList();
		List<Step> unit = new ArrayList<>();
		for (Step step : steps) {
			boolean begins = step.line() >= 2 && lines.get(step.line() - 2).equals("BEGIN;");
			if (begins) {
				unit.clear();
			}
			unit.add(step);
			if (step.sql().contains("VALIDATE CONSTRAINT")) {
				assertThat(begins).as(file.file() + " line " + step.line()).isTrue();
				assertThat(step.locks()).extracting(Step.Lock::mode).allMatch(WEAK::contains);
				assertThat(unit).hasSize(1);
				assertThat(lines.get(step.line())).isEqualTo("COMMIT;");
			}
		}
	}

	@Test
	void indexOfAPartitionedTableIsBuiltPartitionByPartition() {
		this.database.execute("CREATE TABLE log (id bigint, at date) PARTITION BY RANGE (at);"
				+ "CREATE TABLE log_1 PARTITION OF log FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');"
				+ "CREATE TABLE log_2 PARTITION OF log FOR VALUES FROM ('2026-02-01') TO ('2026-03-01')");
		GeneratedMigrations generated = this.changed.generate("add-index", Map.of(), "log", "id");
		this.changed.shipAll(generated);
		this.changed.migrator().migrate();
		assertThat(this.database.value("SELECT count(*) FROM pg_index x JOIN pg_class c ON c.oid = x.indexrelid"
				+ " WHERE indisvalid AND c.relname LIKE 'log%'"))
			.isEqualTo("3");
		this.changed.undo(1);
		assertThat(this.database
			.value("SELECT count(*) FROM pg_class WHERE relkind IN ('i', 'I') AND relname LIKE 'log%'")).isEqualTo("0");
	}

	@Test
	void orphansAreRepairedBeforeTheProof() {
		this.database.execute(TABLES + "UPDATE users SET team = 1000 WHERE id <= 30");
		GeneratedMigrations generated = this.changed.generate("add-fk", Map.of("orphans", "delete"), "users.team",
				"team.id");
		this.changed.shipAll(generated);
		this.database.execute("DELETE FROM event");
		this.changed.migrator().migrate();
		this.changed.contractAll();
		assertThat(this.database.value("SELECT count(*) FROM users")).isEqualTo("370");
		assertThat(this.database.value("SELECT convalidated FROM pg_constraint WHERE conname = 'users_team_fkey'"))
			.isEqualTo("t");
	}

	static Stream<Object[]> refused() {
		return Stream.of(new Object[] { "add-fk", List.of("users.name", "team.id"), "is text" },
				new Object[] { "add-fk", List.of("users.team", "event.number"), "integer" },
				new Object[] { "add-pk", List.of("users", "email"), "has a primary key already" },
				new Object[] { "not-null", List.of("users.email"), "NOT NULL already" },
				new Object[] { "drop-index", List.of("users_pkey"), "constraint users_pkey" },
				new Object[] { "replace-index", List.of("users_email", "email, id"), "is unique" },
				new Object[] { "add-column", List.of("users.name", "text"), "has a column name already" },
				new Object[] { "drop-column", List.of("team.id"), "primary key" },
				new Object[] { "rename-table", List.of("users", "team"), "There is a team already" },
				new Object[] { "drop-table", List.of("nothing"), "There is no table nothing" },
				new Object[] { "drop-index", List.of("nothing"), "There is no index nothing" },
				new Object[] { "backfill", List.of("event", "number = 1"), "--where is missing" });
	}

	@ParameterizedTest
	@MethodSource("refused")
	void whatCannotBeIsRefusedWithTheReason(String operation, List<String> arguments, String reason) {
		this.database.execute(TABLES);
		assertThatExceptionOfType(RefusedChangeException.class)
			.isThrownBy(() -> this.changed.generate(operation, Map.of(), arguments.toArray(String[]::new)))
			.withMessageContaining(reason);
	}

	/**
	 * An operation, and what two releases do meanwhile.
	 *
	 * @param operation its name
	 * @param arguments what it is told
	 * @param options its options
	 * @param old the transactions of the release that runs
	 * @param next those of the next release
	 */
	record Case(String operation, List<String> arguments, Map<String, String> options, IntFunction<List<String>> old,
			IntFunction<List<String>> next) {

		@Override
		public String toString() {
			return this.operation + " " + this.arguments + " " + this.options;
		}

	}

}
