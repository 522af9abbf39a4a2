package dev.appmigrations.engine;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import dev.appmigrations.engine.migration.ErrorCode;
import dev.appmigrations.engine.migration.InvalidMigrationsException;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.options.MigratorOptions;
import dev.appmigrations.engine.proof.MigrationProof;
import dev.appmigrations.engine.proof.MigrationProof.Outcome;
import dev.appmigrations.engine.proof.ProofReport;
import dev.appmigrations.engine.proof.SchemaDifference;
import dev.appmigrations.engine.proof.SchemaObject;
import dev.appmigrations.engine.proof.UnprovenRollbackError;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.MemoryScripts;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * What a proof says of rollbacks, right and wrong ones.
 */
class RollbackProofTests {

	private static final String BASE = """
			CREATE TABLE users (id int PRIMARY KEY, email text, boss int);
			CREATE TABLE posts (id int, author int);
			CREATE TYPE mood AS ENUM ('sad');
			CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
			CREATE VIEW emails AS SELECT email FROM users;
			""";

	private static final String BASE_DOWN = "DROP VIEW emails; DROP FUNCTION touch(); DROP TYPE mood; DROP TABLE posts, users;";

	private final MemoryScripts scripts = new MemoryScripts();

	@FreshDatabase
	private TestDatabase database;

	@BeforeEach
	void setUp() {
		this.scripts.with("1_base.sql", BASE).with("1_base.down.sql", BASE_DOWN);
	}

	private Migrator migrator() {
		return migrator(MigratorOptions.defaults());
	}

	private Migrator migrator(MigratorOptions options) {
		return Migrator.builder(this.database.dataSource(), this.scripts).options(options).build();
	}

	/** The proof of one migration that comes after the base, and before another one. */
	private MigrationProof prove(String up, String down) {
		this.scripts.with("2_more.sql", up)
			.with("2_more.down.sql", down)
			.with("3_last.sql", "CREATE TABLE last (id int);\n-- migrate:down\nDROP TABLE last;");
		ProofReport report = migrator().rollbacks().prove();
		assertThat(report.migrations()).extracting(MigrationProof::migration)
			.containsExactly("1_base.sql", "2_more.sql", "3_last.sql");
		MigrationProof first = report.migrations().get(0);
		MigrationProof last = report.migrations().get(2);
		assertThat(first.outcome()).as(first.text()).isEqualTo(Outcome.PROVEN);
		assertThat(last.outcome()).as(last.text()).isEqualTo(Outcome.PROVEN);
		return report.migrations().get(1);
	}

	@Test
	void proofReadsEachLocationOnce() {
		AtomicInteger readings = new AtomicInteger();
		Migrator migrator = Migrator.builder(this.database.dataSource(), (location) -> {
			readings.incrementAndGet();
			return this.scripts.find(location);
		}).build();
		migrator.rollbacks().prove().assertProven();
		assertThat(readings).hasValue(1);
	}

	@Test
	void contractMigrationsAreProvenToo() {
		MigrationProof proof = prove("-- migrate:phase contract\n-- migrate:requires 1\nDROP VIEW emails;",
				"CREATE VIEW emails AS SELECT email FROM users;");
		assertThat(proof.outcome()).as(proof.text()).isEqualTo(Outcome.PROVEN);
	}

	private static Stream<Arguments> forgotten() {
		return Stream.of(
				Arguments.of("CREATE TABLE extra (id serial PRIMARY KEY, name text UNIQUE)", "table public.extra"),
				Arguments.of("ALTER TABLE users ADD COLUMN age int DEFAULT 7", "column public.users.age"),
				Arguments.of("CREATE INDEX users_email ON users (email)", "index public.users_email"),
				Arguments.of("CREATE TYPE size AS ENUM ('s', 'm')", "type public.size"),
				Arguments.of("CREATE TYPE pair AS (a int, b text)", "type public.pair"),
				Arguments.of("CREATE DOMAIN positive AS int CHECK (VALUE > 0)", "type public.positive"),
				Arguments.of("CREATE TYPE span AS RANGE (subtype = float8)", "type public.span"),
				Arguments.of("CREATE POLICY mine ON users USING (true)", "policy mine on public.users"),
				Arguments.of("GRANT SELECT ON users TO PUBLIC", "grant of SELECT to PUBLIC on table public.users"),
				Arguments.of("GRANT UPDATE (email) ON users TO PUBLIC",
						"grant of UPDATE to PUBLIC on column public.users.email"),
				Arguments.of("REVOKE EXECUTE ON FUNCTION touch() FROM PUBLIC",
						"revoke of EXECUTE from PUBLIC on function public.touch()"),
				Arguments.of("ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO PUBLIC",
						"default grant of SELECT ON TABLES to PUBLIC in schema public, for what postgres creates"),
				Arguments.of("COMMENT ON TABLE users IS 'It''s us'", "comment on table public.users"),
				Arguments.of("COMMENT ON COLUMN users.email IS 'x'", "comment on column public.users.email"),
				Arguments.of("CREATE FUNCTION one(int) RETURNS int LANGUAGE sql AS 'SELECT 1'",
						"function public.one(integer)"),
				Arguments.of("CREATE PROCEDURE go() LANGUAGE sql AS 'SELECT 1'", "procedure public.go()"),
				Arguments.of("CREATE AGGREGATE total (int) (SFUNC = int4pl, STYPE = int)",
						"aggregate public.total(integer)"),
				Arguments.of("CREATE TRIGGER touch_it BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION touch()",
						"trigger touch_it on public.users"),
				Arguments.of("CREATE RULE nothing AS ON DELETE TO posts DO INSTEAD NOTHING",
						"rule nothing on public.posts"),
				Arguments.of("CREATE SEQUENCE numbers", "sequence public.numbers"),
				Arguments.of("CREATE VIEW names AS SELECT id FROM users", "view public.names"),
				Arguments.of("CREATE MATERIALIZED VIEW kept AS SELECT id FROM users", "materialized view public.kept"),
				Arguments.of("CREATE SCHEMA \"My app\"", "schema \"My app\""),
				Arguments.of("CREATE EXTENSION btree_gist", "extension btree_gist"),
				Arguments.of("ALTER TABLE users ENABLE ROW LEVEL SECURITY", "row level security of table public.users"),
				Arguments.of("ALTER TABLE users FORCE ROW LEVEL SECURITY",
						"forced row level security of table public.users"),
				Arguments.of("ALTER TABLE users REPLICA IDENTITY FULL", "replica identity of table public.users"),
				Arguments.of("ALTER TABLE users ADD CONSTRAINT has_at CHECK (email LIKE '%@%')",
						"constraint has_at on public.users"),
				Arguments.of("CREATE STATISTICS pairs ON id, author FROM posts", "statistics object public.pairs"),
				Arguments.of("CREATE PUBLICATION news FOR TABLE users", "publication news"),
				Arguments.of("CREATE CAST (mood AS int) WITH INOUT", "cast (public.mood AS integer)"),
				Arguments.of(
						"CREATE FUNCTION same(int, int) RETURNS boolean LANGUAGE sql AS 'SELECT $1 = $2';\n"
								+ "CREATE OPERATOR === (LEFTARG = int, RIGHTARG = int, FUNCTION = same)",
						"operator public.===(integer,integer)"),
				Arguments.of("CREATE COLLATION plain (LOCALE = 'C')", "collation public.plain"));
	}

	/** All in one run: what one forgets is in the way of none of the others. */
	@Test
	void proofWhenRollbacksForgetSomethingNamesEachAndWhatRemovesIt() {
		List<Object[]> cases = forgotten().map(Arguments::get).toList();
		ProofReport report = prove(cases.stream().map((forgotten) -> new String[] { forgotten[0] + ";", "SELECT 1;" }));
		for (int i = 0; i < cases.size(); i++) {
			MigrationProof proof = report.migrations().get(i + 1);
			assertThat(proof.outcome()).as(proof.text()).isEqualTo(Outcome.DIFFERS);
			SchemaDifference difference = proof.afterDown();
			assertThat(difference.addedRoots()).extracting(SchemaObject::identity).contains((String) cases.get(i)[1]);
			assertThat(difference.addedRoots()).extracting(SchemaObject::removal).doesNotContainNull();
			assertThat(difference.removed()).isEmpty();
			assertThat(difference.changed()).isEmpty();
			// What it says removes it does so: the migration could be applied again.
			assertThat(proof.failure()).as(proof.text()).isNull();
			assertThat(proof.afterUpAgain().isEmpty()).as(proof.text()).isTrue();
		}
	}

	/** The base, and then a migration for each pair of up and down. */
	private ProofReport prove(Stream<String[]> pairs) {
		List<String[]> scripts = pairs.toList();
		for (int i = 0; i < scripts.size(); i++) {
			this.scripts.with(i + 2 + "_more.sql", scripts.get(i)[0]).with(i + 2 + "_more.down.sql", scripts.get(i)[1]);
		}
		ProofReport report = migrator().rollbacks().prove();
		assertThat(report.migrations()).hasSize(scripts.size() + 1);
		return report;
	}

	static Stream<Arguments> changed() {
		return Stream.of(
				Arguments.of("ALTER TYPE mood RENAME VALUE 'sad' TO 'blue'", "type public.mood", "'sad'", "'blue'"),
				Arguments.of("ALTER TABLE users ALTER email SET NOT NULL", "column public.users.email", "text",
						"text not null"),
				Arguments.of("ALTER TABLE users ALTER email TYPE varchar(9)", "column public.users.email", "text",
						"character varying(9)"),
				Arguments.of("ALTER TABLE users ALTER email SET STORAGE EXTERNAL", "column public.users.email", "text",
						"storage e"),
				Arguments.of("CREATE OR REPLACE VIEW emails AS SELECT email FROM users WHERE id > 0",
						"view public.emails", "FROM public.users", "id > 0"),
				Arguments.of("ALTER FUNCTION touch() SECURITY DEFINER", "function public.touch()", "LANGUAGE plpgsql",
						"SECURITY DEFINER"),
				Arguments.of("ALTER TABLE users SET UNLOGGED", "table public.users", "owner postgres", "unlogged"),
				Arguments.of("ALTER TABLE users SET (fillfactor = 70)", "table public.users", "owner postgres",
						"fillfactor=70"));
	}

	@ParameterizedTest
	@MethodSource("changed")
	void proofWhenRollbackForgetsChangeTellsBoth(String up, String identity, String before, String after) {
		if (up.contains("varchar")) {
			this.scripts.with("1_base.sql", BASE.replace("SELECT email FROM users", "SELECT id FROM users"));
		}
		this.scripts.with("2_more.sql", up + ";").with("2_more.down.sql", "SELECT 1;");
		MigrationProof proof = migrator().rollbacks().prove().migrations().get(1);
		assertThat(proof.outcome()).isEqualTo(Outcome.DIFFERS);
		assertThat(proof.afterDown().added()).isEmpty();
		assertThat(proof.afterDown().removed()).isEmpty();
		assertThat(proof.afterDown().changed()).singleElement().satisfies((change) -> {
			assertThat(change.before().identity()).isEqualTo(identity);
			assertThat(change.before().definition()).contains(before).doesNotContain(after);
			assertThat(change.after().definition()).contains(after);
		});
	}

	/** The statement, what it changes, and what the new definition says. */
	private static Stream<Arguments> small() {
		return Stream.of(
				Arguments.of("ALTER TABLE users ALTER email SET STATISTICS 200", "column public.users.email",
						"statistics 200"),
				Arguments.of("ALTER TABLE users ALTER email SET DEFAULT 'x'", "column public.users.email",
						"default 'x'::text"),
				Arguments.of("ALTER INDEX lower_email ALTER COLUMN 1 SET STATISTICS 50", "index public.lower_email",
						"statistics 50 of 1"),
				Arguments.of("ALTER TABLE posts DISABLE TRIGGER touched", "trigger touched on public.posts",
						"disabled"),
				Arguments.of("ALTER TABLE posts DISABLE TRIGGER ALL", "constraint posts_author_fkey on public.posts",
						"triggers D"),
				Arguments.of("ALTER PUBLICATION news SET (publish = 'insert')", "publication news", "insert; owner"),
				Arguments.of("ALTER PUBLICATION news OWNER TO pg_monitor", "publication news", "owner pg_monitor"),
				Arguments.of("ALTER EVENT TRIGGER watcher DISABLE", "event trigger watcher", "disabled"),
				Arguments.of("ALTER EXTENSION hstore SET SCHEMA other", "extension hstore", "in schema other"),
				Arguments.of("ALTER TYPE mood ADD VALUE IF NOT EXISTS 'glad' BEFORE 'sad'", "type public.mood",
						"'glad', 'sad'"),
				Arguments.of("ALTER POLICY mine ON users USING (id > 1)", "policy mine on public.users", "(id > 1)"),
				Arguments.of("ALTER POLICY mine ON users TO pg_monitor", "policy mine on public.users",
						"to pg_monitor"),
				Arguments.of("ALTER SEQUENCE numbers INCREMENT 5 CACHE 7", "sequence public.numbers",
						"increment 5 min 1 max 9223372036854775807 cache 7"),
				Arguments.of("ALTER SEQUENCE numbers OWNED BY users.id", "sequence public.numbers",
						"owned by public.users.id"),
				Arguments.of("ALTER SEQUENCE numbers OWNED BY NONE", "sequence public.numbers", "cache 7"),
				Arguments.of("ALTER TABLE child NO INHERIT parent", "table public.child", "owner postgres"),
				Arguments.of("COMMENT ON TABLE posts IS 'new'", "comment on table public.posts", "'new'"),
				Arguments.of("GRANT SELECT ON posts TO pg_monitor WITH GRANT OPTION",
						"grant of SELECT to pg_monitor on table public.posts", "with grant option"),
				Arguments.of("ALTER SCHEMA other OWNER TO pg_monitor", "schema other", "owner pg_monitor"),
				Arguments.of("ALTER FUNCTION touch() OWNER TO pg_monitor", "function public.touch()",
						"owner pg_monitor"),
				Arguments.of("ALTER VIEW emails SET (security_barrier)", "view public.emails", "security_barrier=true"),
				Arguments.of("ALTER STATISTICS pairs SET STATISTICS 70", "statistics object public.pairs",
						"statistics 70"),
				Arguments.of("ALTER OPERATOR === (int, int) OWNER TO pg_monitor",
						"operator public.===(integer,integer)", "owner pg_monitor"),
				Arguments.of("ALTER TEXT SEARCH CONFIGURATION words DROP MAPPING IF EXISTS FOR url, host",
						"text search configuration public.words", "owner postgres"));
	}

	/** All in one run; the rollback undoes none of them. */
	@Test
	void proofWhenRollbacksForgetSmallChangesTellsEach() {
		this.scripts.with("1_base.sql", BASE + """
				CREATE INDEX lower_email ON users (lower(email));
				ALTER TABLE posts ADD FOREIGN KEY (author) REFERENCES users;
				CREATE TRIGGER touched BEFORE UPDATE ON posts FOR EACH ROW EXECUTE FUNCTION touch();
				CREATE PUBLICATION news FOR TABLE users;
				CREATE FUNCTION watch() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN END $$;
				CREATE EVENT TRIGGER watcher ON ddl_command_start EXECUTE FUNCTION watch();
				CREATE SCHEMA other;
				CREATE EXTENSION hstore;
				CREATE POLICY mine ON users USING (true);
				CREATE SEQUENCE numbers;
				CREATE TABLE parent ();
				CREATE TABLE child () INHERITS (parent);
				COMMENT ON TABLE posts IS 'old';
				GRANT SELECT ON posts TO pg_monitor;
				CREATE STATISTICS pairs ON id, author FROM posts;
				CREATE FUNCTION same(int, int) RETURNS boolean LANGUAGE sql AS 'SELECT $1 = $2';
				CREATE OPERATOR === (LEFTARG = int, RIGHTARG = int, FUNCTION = same);
				CREATE TEXT SEARCH CONFIGURATION words (COPY = pg_catalog.simple);
				""").with("1_base.down.sql", """
				DROP TEXT SEARCH CONFIGURATION words; DROP OPERATOR === (int, int); DROP FUNCTION same(int, int);
				DROP TABLE child, parent; DROP SEQUENCE numbers; DROP EXTENSION hstore; DROP SCHEMA other;
				DROP EVENT TRIGGER watcher; DROP FUNCTION watch(); DROP PUBLICATION news; DROP TRIGGER touched ON posts;
				""" + BASE_DOWN);
		List<Object[]> cases = small().map(Arguments::get).toList();
		ProofReport report = prove(cases.stream()
			.map((change) -> new String[] { (((String) change[0]).contains("NO INHERIT"))
					? "DO $$ BEGIN IF EXISTS (SELECT FROM pg_inherits) THEN " + change[0] + "; END IF; END $$;"
					: change[0] + ";", "SELECT 1;" }));
		for (int i = 0; i < cases.size(); i++) {
			String identity = (String) cases.get(i)[1];
			MigrationProof proof = report.migrations().get(i + 1);
			assertThat(proof.outcome()).as(proof.text()).isEqualTo(Outcome.DIFFERS);
			assertThat(proof.failure()).as(proof.text()).isNull();
			String now = (String) cases.get(i)[2];
			assertThat(proof.afterDown().changed()).as(proof.text())
				.anySatisfy((change) -> assertThat(change.after().toString()).startsWith(identity).contains(now));
		}
	}

	@Test
	void proofWhenAColumnUnderAViewIsRenamedTellsBoth() {
		MigrationProof proof = prove("ALTER TABLE users RENAME COLUMN email TO mail;", "SELECT 1;");
		assertThat(proof.outcome()).as(proof.text()).isEqualTo(Outcome.DIFFERS);
		assertThat(proof.afterDown().changed()).singleElement()
			.satisfies((change) -> assertThat(change.after().toString()).startsWith("view public.emails")
				.contains("mail AS email"));
		assertThat(proof.afterDown().added()).extracting(SchemaObject::identity)
			.containsExactly("column public.users.mail");
		assertThat(proof.afterDown().removed()).extracting(SchemaObject::identity)
			.containsExactly("column public.users.email");
	}

	private static Stream<Arguments> clean() {
		return Stream
			.of(Arguments.of("INSERT INTO users VALUES (1); UPDATE users SET email = 'x';", "DELETE FROM users;"),
					Arguments.of("ALTER TABLE users DROP boss;", "ALTER TABLE users ADD boss int;"),
					Arguments.of("CREATE INDEX CONCURRENTLY users_email ON users (email);",
							"DROP INDEX CONCURRENTLY users_email;"),
					Arguments.of(
							"CREATE TABLE a (id bigint GENERATED ALWAYS AS IDENTITY, n numeric(9, 2) DEFAULT 0);"
									+ " CREATE INDEX ON a (n); COMMENT ON TABLE a IS 'A'; GRANT ALL ON a TO PUBLIC;",
							"DROP TABLE a;"),
					Arguments.of(
							"ALTER TABLE users ADD CONSTRAINT e CHECK (id > 0) NOT VALID;"
									+ " ALTER TABLE users VALIDATE CONSTRAINT e;",
							"ALTER TABLE users DROP CONSTRAINT e;"),
					Arguments.of("CREATE TABLE p (id int) PARTITION BY RANGE (id);"
							+ " CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (1) TO (9);", "DROP TABLE p;"),
					Arguments.of("ALTER TABLE posts ADD FOREIGN KEY (author) REFERENCES users;",
							"ALTER TABLE posts DROP CONSTRAINT posts_author_fkey;"),
					Arguments.of("CREATE EXTENSION hstore;", "DROP EXTENSION hstore;"),
					Arguments.of("GRANT SELECT ON users TO PUBLIC;", "REVOKE SELECT ON users FROM PUBLIC;"),
					Arguments.of("REVOKE ALL ON FUNCTION touch() FROM PUBLIC;",
							"GRANT EXECUTE ON FUNCTION touch() TO PUBLIC;"),
					Arguments.of("SET search_path = pg_catalog; CREATE TABLE public.b (m public.mood);",
							"DROP TABLE public.b;"));
	}

	@Test
	void proofWhenRollbacksAreRightProvesAll() {
		ProofReport report = prove(
				clean().map((pair) -> new String[] { (String) pair.get()[0], (String) pair.get()[1] }));
		assertThat(report.migrations()).extracting(MigrationProof::text).allMatch((text) -> text.endsWith(": proven"));
		assertThat(report.assertAllProven().isProven()).isTrue();
		assertThat(report.chain()).isNotNull();
		assertThat(report.chain().text())
			.isEqualTo("all from " + report.migrations().size() + "_more.sql back to 1_base.sql: proven");
		assertThat(contents()).isEmpty();
	}

	/** Everything in the schema, of the history too. */
	private List<String> contents() {
		return this.database.list("SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"
				+ " UNION ALL SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace"
				+ " UNION ALL SELECT typname FROM pg_type WHERE typnamespace = 'public'::regnamespace"
				+ " UNION ALL SELECT extname FROM pg_extension WHERE extname <> 'plpgsql'");
	}

	@Test
	void proofWhenRollbacksWorkAloneAndNotInARowTellsSo() {
		this.scripts.with("2_more.sql", "CREATE UNIQUE INDEX one ON posts (id);")
			.with("2_more.down.sql", "DROP INDEX one;")
			.with("3_last.sql", "CREATE TABLE last ();")
			.with("3_last.down.sql", "DROP TABLE last;\nINSERT INTO posts VALUES (1);");
		ProofReport report = migrator().rollbacks().prove();
		assertThat(report.migrations()).extracting(MigrationProof::outcome).containsOnly(Outcome.PROVEN);
		assertThat(report.chain()).isNotNull();
		assertThat(report.chain().outcome()).isEqualTo(Outcome.FAILED);
		assertThat(report.chain().failure()).contains("db/migration/3_last.down.sql:2:1", "duplicate key");
		assertThat(report.isProven()).isFalse();
		assertThatExceptionOfType(UnprovenRollbackError.class).isThrownBy(report::assertProven)
			.withMessageContaining("all from 3_last.sql back to 1_base.sql: failed");
		assertThat(contents()).isEmpty();
	}

	@Test
	void proofWhenARollbackCannotBeRepeatedBuildsItsStateAnewAndGoesOn() {
		this.scripts.with("2_more.sql", "INSERT INTO users VALUES (1);")
			.with("2_more.down.sql", "-- the row stays\nSELECT 1;")
			.with("3_next.sql", "ALTER TABLE users ADD x int;")
			.with("3_next.down.sql", "ALTER TABLE users DROP x;")
			.with("4_last.sql", "CREATE TABLE last ();")
			.with("4_last.down.sql", "DROP TABLE last;");
		ProofReport report = migrator().rollbacks().prove();
		assertThat(report.migrations()).extracting(MigrationProof::outcome)
			.containsExactly(Outcome.PROVEN, Outcome.FAILED, Outcome.PROVEN, Outcome.PROVEN);
		assertThat(report.migrations().get(1).failure()).contains("cannot be applied again", "duplicate key");
		assertThat(report.chain()).isNotNull();
		assertThat(report.chain().migration()).isEqualTo("all from 4_last.sql back to 3_next.sql");
		assertThat(contents()).isEmpty();
	}

	@Test
	void proofLeavesNoRoleAndNoSchemaOfItsOwn() {
		String role = "proof_" + this.database.name();
		this.scripts.with("2_more.sql",
				"CREATE ROLE " + role + "; CREATE SCHEMA more AUTHORIZATION " + role
						+ "; CREATE TABLE more.a (); CREATE EXTENSION hstore SCHEMA more;"
						+ " CREATE SCHEMA \"My S\"; CREATE TABLE \"My S\".\"T x\" (\"Col a\" int);"
						+ " CREATE PUBLICATION news FOR TABLE \"My S\".\"T x\";");
		MigratorOptions options = MigratorOptions.defaults();
		migrator(options.with(new MigratorOptions.History("ours", "history", false))).rollbacks().prove();
		assertThat(contents()).isEmpty();
		assertThat(this.database.list("SELECT nspname FROM pg_namespace WHERE nspname IN ('ours', 'more')")).isEmpty();
		assertThat(this.database.list("SELECT rolname FROM pg_roles WHERE rolname = '" + role + "'")).isEmpty();
	}

	@Test
	void proofWhenThereAreRepeatableMigrationsProvesTheChainBeforeThem() {
		this.scripts.with("2_more.sql", "ALTER TABLE users ADD x int;")
			.with("2_more.down.sql", "ALTER TABLE users DROP x;")
			.with("R__view.sql", "CREATE OR REPLACE VIEW xs AS SELECT x FROM users;")
			.with("R__other.sql", "CREATE OR REPLACE VIEW ys AS SELECT id FROM users;");
		ProofReport report = migrator().rollbacks().prove();
		assertThat(report.migrations()).extracting(MigrationProof::outcome)
			.containsExactly(Outcome.PROVEN, Outcome.PROVEN, Outcome.NO_ROLLBACK, Outcome.NO_ROLLBACK);
		assertThat(report.chain()).isNotNull();
		assertThat(report.chain().text()).isEqualTo("all from 2_more.sql back to 1_base.sql: proven");
		assertThat(contents()).isEmpty();
	}

	@Test
	void proofLeavesNothingThatIsSaidOfTheDatabase() {
		String name = this.database.name();
		this.scripts.with("2_more.sql",
				"ALTER DATABASE " + name + " SET work_mem = '5MB'; COMMENT ON DATABASE " + name + " IS 'x';"
						+ " ALTER ROLE postgres IN DATABASE " + name + " SET work_mem = '6MB';"
						+ " ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO PUBLIC;"
						+ " GRANT CREATE ON SCHEMA public TO pg_monitor; CREATE TEMP TABLE t (id int); LISTEN x;"
						+ " PREPARE p AS SELECT 1; SELECT pg_advisory_lock(7);"
						+ " CREATE FUNCTION e() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';"
						+ " CREATE EVENT TRIGGER et ON ddl_command_end EXECUTE FUNCTION e();");
		String state = "SELECT concat((SELECT count(*) FROM pg_db_role_setting WHERE setdatabase = d.oid), ' ',"
				+ " (SELECT count(*) FROM pg_shdescription WHERE objoid = d.oid), ' ', (SELECT count(*) FROM pg_default_acl),"
				+ " ' ', (SELECT nspacl FROM pg_namespace WHERE nspname = 'public'), ' ',"
				+ " (SELECT count(*) FROM pg_event_trigger)) FROM pg_database d WHERE datname = current_database()";
		String before = this.database.value(state);
		this.scripts.with("2_more.down.sql", "-- forgets everything\nDROP EVENT TRIGGER et; DROP FUNCTION e();");
		ProofReport report = migrator().rollbacks().prove();
		MigrationProof proof = report.migrations().get(1);
		assertThat(proof.outcome()).isEqualTo(Outcome.DIFFERS);
		assertThat(proof.failure()).as(proof.text()).isNull();
		assertThat(proof.afterUpAgain().isEmpty()).as(proof.text()).isTrue();
		assertThat(this.database.value(state)).isEqualTo(before);
		assertThat(contents()).isEmpty();
	}

	@Test
	void proofWhenARollbackCannotBeReadRefuses() {
		this.scripts.with("2_more.sql", "SELECT 1;").with("2_more.down.sql", "SELECT 'open;");
		assertThatExceptionOfType(InvalidMigrationsException.class).isThrownBy(() -> migrator().rollbacks().prove())
			.withMessageContaining("db/migration/2_more.down.sql:1:8");
		assertThat(contents()).isEmpty();
	}

	@Test
	void proofWhenRollbackTakesAwayTooMuchNamesIt() {
		MigrationProof proof = prove("CREATE INDEX users_email ON users (email);",
				"DROP INDEX users_email; DROP TYPE mood; ALTER TABLE posts DROP author;");
		assertThat(proof.outcome()).isEqualTo(Outcome.DIFFERS);
		assertThat(proof.afterDown().removedRoots()).extracting(SchemaObject::identity)
			.containsExactly("column public.posts.author", "type public.mood");
		assertThat(proof.text()).contains("gone: column public.posts.author: integer",
				"gone: type public.mood: owner postgres; enum 'sad'");
	}

	@Test
	void proofWhenConstraintIsNoLongerValidTellsSo() {
		this.scripts.with("1_base.sql", BASE + "ALTER TABLE users ADD CONSTRAINT e CHECK (id > 0);");
		MigrationProof proof = prove("ALTER TABLE users DROP CONSTRAINT e; ALTER TABLE users ADD COLUMN x int;",
				"ALTER TABLE users DROP x; ALTER TABLE users ADD CONSTRAINT e CHECK (id > 0) NOT VALID;");
		assertThat(proof.afterDown().changed()).singleElement()
			.satisfies((change) -> assertThat(change.after().definition()).isEqualTo("CHECK ((id > 0)) NOT VALID"));
	}

	@Test
	void proofWhenMigrationDoesOtherwiseTheSecondTimeTellsSo() {
		MigrationProof proof = prove("""
				DO $$ BEGIN
				  IF EXISTS (SELECT FROM posts) THEN CREATE TABLE second (); ELSE CREATE TABLE first (); END IF;
				END $$;
				""", "DROP TABLE first; INSERT INTO posts VALUES (1);");
		assertThat(proof.outcome()).isEqualTo(Outcome.DIFFERS);
		assertThat(proof.afterDown().isEmpty()).isTrue();
		assertThat(proof.afterUpAgain().addedRoots()).extracting(SchemaObject::identity)
			.containsExactly("table public.second");
		assertThat(proof.afterUpAgain().removedRoots()).extracting(SchemaObject::identity)
			.containsExactly("table public.first");
	}

	@Test
	void proofWhenRollbackFailsTellsWhyAndGoesOn() {
		MigrationProof proof = prove("CREATE TABLE a ();", "DROP TABLE a;\nDROP TABLE b;");
		assertThat(proof.outcome()).isEqualTo(Outcome.FAILED);
		assertThat(proof.failure()).contains("The rollback of 2_more.sql failed", "table \"b\" does not exist",
				"db/migration/2_more.down.sql:2:1");
	}

	@Test
	void proofWhenRollbackFailsHalfwayBuildsItsStateAnewAndGoesOn() {
		this.scripts.with("2_more.sql", "CREATE TABLE a (id int);\nCREATE INDEX CONCURRENTLY a_id ON a (id);")
			.with("2_more.down.sql", "DROP INDEX CONCURRENTLY a_id;\nDROP TABLE b;")
			.with("3_last.sql", "CREATE TABLE last ();");
		assertThat(migrator().rollbacks().prove().migrations()).extracting(MigrationProof::outcome)
			.containsExactly(Outcome.PROVEN, Outcome.FAILED, Outcome.NO_ROLLBACK);
	}

	@Test
	void proofWhenMigrationFailsRunsNothingMore() {
		this.scripts.with("2_more.sql", "CREATE TABLE users ();").with("3_last.sql", "SELECT 1;");
		ProofReport report = migrator().rollbacks().prove();
		assertThat(report.migrations()).extracting(MigrationProof::outcome)
			.containsExactly(Outcome.PROVEN, Outcome.FAILED, Outcome.NOT_RUN);
		assertThat(report.text()).contains("1_base.sql: proven\n2_more.sql: failed\n", "already exists",
				"3_last.sql: not run\n    It comes after 2_more.sql, which could not be left applied.");
	}

	@Test
	void proofOfMigrationsWithoutRollbackAppliesThem() {
		this.scripts.with("2_more.sql", "CREATE TABLE a ();")
			.with("R__again.sql", "CREATE OR REPLACE VIEW v AS SELECT 1 AS one;");
		ProofReport report = migrator().rollbacks().prove();
		assertThat(report.migrations()).extracting(MigrationProof::migration)
			.containsExactly("1_base.sql", "2_more.sql", "R__again.sql");
		assertThat(report.migrations()).extracting(MigrationProof::outcome)
			.containsExactly(Outcome.PROVEN, Outcome.NO_ROLLBACK, Outcome.NO_ROLLBACK);
		assertThat(report.isProven()).isTrue();
		assertThatNoException().isThrownBy(report::assertProven);
		assertThatExceptionOfType(UnprovenRollbackError.class).isThrownBy(report::assertAllProven)
			.withMessage("2 of 3 migrations have no proven rollback:\n\n2_more.sql: no rollback\n\n"
					+ "R__again.sql: no rollback");
	}

	@Test
	void assertProvenListsEverythingThatWasForgotten() {
		this.scripts.with("2_more.sql", "CREATE INDEX users_email ON users (email);\nALTER TABLE users ADD age int;")
			.with("2_more.down.sql", "ALTER TABLE users DROP age, DROP boss;")
			.with("3_last.sql", "CREATE TABLE a (id int PRIMARY KEY);\n-- migrate:down none forgotten\n");
		assertThatExceptionOfType(UnprovenRollbackError.class)
			.isThrownBy(() -> migrator().rollbacks().prove().assertProven())
			.withMessage(
					"""
							2 of 3 migrations have no proven rollback:

							2_more.sql: differs
							  the rollback does not restore what was there before the migration:
							    left behind: index public.users_email: CREATE INDEX users_email ON public.users USING btree (email)
							        removed by: DROP INDEX public.users_email;
							    gone: column public.users.boss: integer
							  after a rollback, the migration does not do what it did at first:
							    gone: column public.users.boss: integer

							3_last.sql: differs
							  the rollback does not restore what was there before the migration:
							    left behind: table public.a: owner postgres
							        removed by: DROP TABLE public.a;""")
			.satisfies((error) -> assertThat(error.report().migrations()).hasSize(3));
	}

	@Test
	void proofWhenDatabaseHasHistoryRefuses() {
		migrator().migrate();
		assertThatExceptionOfType(MigrationException.class).isThrownBy(() -> migrator().rollbacks().prove())
			.satisfies((ex) -> {
				assertThat(ex.code()).isEqualTo(ErrorCode.DATABASE_NOT_EMPTY);
				assertThat(ex.description()).contains("Database " + this.database.name() + " has:\n  1_base.sql");
				assertThat(ex.action()).contains("Migrator.validate()");
			});
		assertThat(this.database.list("SELECT action FROM migration_log")).containsExactly("applied");
	}

	@Test
	void proofWhenDatabaseHasTablesRefusesAndWritesNothing() {
		this.database.execute("CREATE SCHEMA other; CREATE TABLE other.things ()");
		assertThatExceptionOfType(MigrationException.class).isThrownBy(() -> migrator().rollbacks().prove())
			.satisfies((ex) -> assertThat(ex.description()).endsWith(" has:\n  table other.things"));
		assertThat(this.database.list("SELECT relname FROM pg_class WHERE relname LIKE 'migration%'")).isEmpty();
	}

	@Test
	void proofWhenScriptsHaveProblemsRefuses() {
		this.scripts.with("2_orphan.down.sql", "SELECT 1;");
		assertThatExceptionOfType(InvalidMigrationsException.class).isThrownBy(() -> migrator().rollbacks().prove());
	}

	@Test
	void proofDoesNotSeeTheTablesOfTheHistoryWhateverTheirName() {
		this.scripts.with("2_more.sql", "CREATE INDEX CONCURRENTLY users_email ON users (email);")
			.with("2_more.down.sql", "DROP INDEX CONCURRENTLY users_email;");
		MigratorOptions options = MigratorOptions.defaults().with(new MigratorOptions.History("app", "versions", true));
		ProofReport report = migrator(options).rollbacks().prove();
		assertThatNoException().as(report.text()).isThrownBy(report::assertAllProven);
		assertThat(this.database.list("SELECT nspname FROM pg_namespace WHERE nspname = 'app'")).isEmpty();
	}

}
