package dev.appmigrations.engine.backfill;

import java.sql.SQLException;

import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.migration.BackfillMigration;
import dev.appmigrations.engine.script.Placeholders;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TableTriggers} and {@link ColumnWrites}.
 */
class TableTriggersTests {

	private static final String FILL = "UPDATE users SET full_name = name WHERE id BETWEEN :from AND :to";

	@FreshDatabase
	private TestDatabase database;

	@BeforeEach
	void createTables() {
		this.database.execute("CREATE TABLE users (id int PRIMARY KEY, name text, full_name text, \"Other\" text,"
				+ " updated_at timestamptz); CREATE TABLE people (id int PRIMARY KEY, name text)");
	}

	private TableTriggers triggers(String statement) throws SQLException {
		BackfillMigration backfill = Specs
			.read("-- migrate:backfill table=users\n-- migrate:verify none a test\n" + statement + ";");
		try (Session session = Specs.session(this.database.dataSource())) {
			return TableTriggers.read(session, WalkedTableReader.read(session, backfill.spec(), null),
					backfill.file().up(), Placeholders.NONE);
		}
	}

	private void trigger(String name, String events, String body) {
		String function = "\"f_" + name.replace("\"", "") + "\"()";
		this.database.execute("CREATE FUNCTION " + function + " RETURNS trigger LANGUAGE plpgsql AS $f$\n" + body
				+ "\n$f$; CREATE TRIGGER " + name + " " + events + " ON users FOR EACH ROW EXECUTE FUNCTION "
				+ function);
	}

	@ParameterizedTest
	@ValueSource(strings = { "BEGIN NEW.full_name := NEW.name; RETURN NEW; END", """
			BEGIN
			    IF TG_OP = 'INSERT' THEN
			        IF NEW.full_name IS NOT NULL THEN NEW.name := NEW.full_name; ELSE NEW.full_name := NEW.name; END IF;
			    END IF;
			    RETURN NEW;
			END
			""", "BEGIN -- as before\n new . Full_Name = upper(NEW.name); RETURN NEW; END",
			"BEGIN SELECT NEW.name, 1 INTO NEW.full_name; RETURN NEW; END",
			"BEGIN SELECT 'x', NEW.name INTO STRICT NEW.\"Other\", NEW.\"full_name\"; RETURN NEW; END" })
	void keepsInStepWhenATriggerAssignsTheColumn(String body) throws SQLException {
		assertThat(triggers(FILL).keepsInStep()).isFalse();
		trigger("sync", "BEFORE INSERT OR UPDATE", body);
		assertThat(triggers(FILL).keepsInStep()).isTrue();
		assertThat(triggers("UPDATE users u SET \"full_name\" = u.name, updated_at = now() FROM people p"
				+ " WHERE p.id = u.id AND u.id BETWEEN :from AND :to")
			.keepsInStep()).isTrue();
		assertThat(
				triggers("UPDATE ONLY public.users SET (updated_at, full_name) = (now(), name) WHERE id BETWEEN :from"
						+ " AND :to")
					.keepsInStep())
			.isTrue();
		this.database.execute("ALTER TABLE users DISABLE TRIGGER sync");
		assertThat(triggers(FILL).keepsInStep()).isFalse();
		this.database.execute("ALTER TABLE users ENABLE REPLICA TRIGGER sync");
		assertThat(triggers(FILL).keepsInStep()).isFalse();
		this.database.execute("ALTER TABLE users ENABLE ALWAYS TRIGGER sync");
		assertThat(triggers(FILL).keepsInStep()).isTrue();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "BEFORE INSERT OR UPDATE | BEGIN NEW.updated_at := now(); RETURN NEW; END",
			"BEFORE INSERT OR UPDATE | BEGIN IF NEW.full_name = NEW.name THEN RETURN NULL; END IF; RETURN NEW; END",
			"BEFORE INSERT OR UPDATE | BEGIN /* NEW.full_name := NEW.name; */ RETURN NEW; END",
			"BEFORE INSERT OR UPDATE | BEGIN RAISE NOTICE 'NEW.full_name := x'; RETURN NEW; END",
			"AFTER INSERT OR UPDATE | BEGIN NEW.full_name := NEW.name; RETURN NEW; END",
			"BEFORE INSERT | BEGIN NEW.full_name := NEW.name; RETURN NEW; END",
			"BEFORE UPDATE | BEGIN NEW.full_name := NEW.name; RETURN NEW; END" })
	void keepsInStepWhenNoTriggerAssignsTheColumnForBothIsFalse(String events, String body) throws SQLException {
		trigger("sync", events, body);
		assertThat(triggers(FILL).keepsInStep()).isFalse();
	}

	@Test
	void keepsInStepWhenTwoTriggersDoItTogether() throws SQLException {
		trigger("one", "BEFORE INSERT", "BEGIN NEW.full_name := NEW.name; RETURN NEW; END");
		trigger("two", "BEFORE UPDATE OF name", "BEGIN NEW.full_name := NEW.name; RETURN NEW; END");
		assertThat(triggers(FILL).keepsInStep()).isTrue();
	}

	@Test
	void keepsInStepWhenATriggerWritesTheOtherTable() throws SQLException {
		String copy = "INSERT INTO people SELECT id, name FROM users WHERE id BETWEEN :from AND :to ON CONFLICT DO NOTHING";
		assertThat(triggers(copy)).isEqualTo(new TableTriggers(java.util.List.of(), false));
		trigger("copy", "AFTER INSERT OR UPDATE",
				"BEGIN INSERT INTO people VALUES (NEW.id, NEW.name) ON CONFLICT (id) DO"
						+ " UPDATE SET name = NEW.name; RETURN NULL; END");
		assertThat(triggers(copy).keepsInStep()).isTrue();
		assertThat(triggers(copy).fired()).isEmpty();
		assertThat(triggers("SELECT name FROM users WHERE id BETWEEN :from AND :to").keepsInStep()).isFalse();
	}

	@Test
	void firedNamesTheTriggersOfTheRowsThatChange() throws SQLException {
		String body = "BEGIN RETURN NEW; END";
		trigger("\"A\"", "BEFORE UPDATE", body);
		trigger("b", "AFTER INSERT OR DELETE", body);
		trigger("c", "AFTER UPDATE OF name", body);
		trigger("d", "AFTER UPDATE OF \"Other\", full_name", body);
		this.database.execute("CREATE TRIGGER e AFTER UPDATE ON users FOR EACH STATEMENT EXECUTE FUNCTION f_b()");
		assertThat(triggers(FILL).fired()).containsExactly("\"A\" (public.\"f_A\")", "d (public.f_d)");
		assertThat(triggers("DELETE FROM users WHERE id BETWEEN :from AND :to").fired())
			.containsExactly("b (public.f_b)");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "UPDATE t SET a = 1, b[2] = 3, c.d = 4 WHERE x = 5 | a,b,c",
			"UPDATE t AS s SET (a, \"B\") = (SELECT c, d FROM u WHERE e = 1), f = g = h RETURNING i | a,B,f",
			"MERGE INTO t USING u ON t.a = u.a WHEN MATCHED THEN UPDATE SET b = u.b, c = DEFAULT WHEN NOT MATCHED THEN"
					+ " INSERT (d) VALUES (1) | b,c",
			"WITH w AS (UPDATE t SET a = (1, 2)) SELECT * FROM w | a", "DELETE FROM t WHERE a = 1 | ''",
			"INSERT INTO t VALUES (1) ON CONFLICT (a) DO UPDATE SET b = excluded.b WHERE t.c = 2 | b" })
	void ofStatementFindsTheColumnsBehindSet(String statement, String columns) {
		assertThat(ColumnWrites.ofStatement(statement))
			.containsExactlyInAnyOrder((columns.isEmpty()) ? new String[0] : columns.split(","));
	}

}
