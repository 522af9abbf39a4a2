package dev.appmigrations.engine.safety;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import dev.appmigrations.engine.Migrator;
import dev.appmigrations.engine.execute.StatementFailedException;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.safety.rule.Effect;
import dev.appmigrations.engine.safety.rule.Example;
import dev.appmigrations.engine.safety.rule.Example.Proof;
import dev.appmigrations.engine.safety.rule.Rule;
import dev.appmigrations.engine.safety.rule.Rules;
import dev.appmigrations.engine.safety.trace.LockTrace;
import dev.appmigrations.engine.safety.trace.ObjectTrace;
import dev.appmigrations.engine.safety.trace.StatementTrace;
import dev.appmigrations.engine.sql.ObjectName;
import dev.appmigrations.engine.sql.SqlStatement;
import dev.appmigrations.engine.sql.StatementKind;
import dev.appmigrations.engine.sql.StatementReader;
import dev.appmigrations.engine.trace.Tracing;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.OldestAndNewest;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * The example of each rule does what the rule says, on a server, and its safe form does
 * not.
 */
@OldestAndNewest
class RuleExampleTests {

	private static final String SCHEMA = "public";

	@FreshDatabase
	private TestDatabase database;

	static Stream<Rule> rules() {
		return Rules.all().stream();
	}

	private void setUp(Rule rule) {
		int major = Integer.parseInt(String.valueOf(this.database.value("SHOW server_version_num"))) / 10_000;
		Example example = rule.example();
		assumeTrue(example.since() <= major && major <= example.until());
		this.database.execute(example.setup());
	}

	private Migrator migrator(String sql) {
		return Migrator.builder(this.database.dataSource(), ExampleScripts.of(sql)).build();
	}

	private List<String> found(String sql) {
		return migrator(sql).safety().lint().findings().stream().map(Finding::rule).toList();
	}

	@ParameterizedTest
	@MethodSource("rules")
	void ruleFindsBadExample(Rule rule) {
		setUp(rule);
		assertThat(found(rule.example().bad())).contains(rule.id());
	}

	@ParameterizedTest
	@MethodSource("rules")
	void ruleDoesNotFindGoodExample(Rule rule) {
		setUp(rule);
		assertThat(found(rule.example().good())).doesNotContain(rule.id());
	}

	@ParameterizedTest
	@MethodSource("rules")
	void badExampleDoesHarm(Rule rule) {
		setUp(rule);
		Example example = rule.example();
		if (example.proof() instanceof Proof.Locks proof) {
			assertLocks(proof, trace(example.bad()));
		}
		else if (example.proof() instanceof Proof.Breaks proof) {
			this.database.execute("BEGIN; " + proof.statement() + "; ROLLBACK");
			migrator(example.bad()).migrate();
			assertThat(catchThrowable(() -> this.database.execute(proof.statement()))).isNotNull();
		}
		else if (example.proof() instanceof Proof.Fails proof) {
			assertThatExceptionOfType(StatementFailedException.class)
				.isThrownBy(() -> migrator(example.bad()).migrate())
				.withMessageContaining(proof.sqlState());
		}
		else if (example.proof() instanceof Proof.Refused proof) {
			assertThatExceptionOfType(MigrationException.class).isThrownBy(() -> migrator(example.bad()).migrate())
				.withMessageContaining(proof.word());
		}
		else if (example.proof() instanceof Proof.Loses proof) {
			String before = this.database.value(proof.query());
			migrator(example.bad()).migrate();
			assertThat(this.database.value(proof.query())).isNotEqualTo(before);
		}
		else {
			assertThatNoException().isThrownBy(() -> migrator(example.bad()).migrate());
		}
	}

	private static void assertLocks(Proof.Locks proof, List<StatementTrace> traces) {
		for (String table : proof.tables()) {
			assertThat(strongest(traces, table)).as("lock on " + table).isEqualTo(proof.lock());
		}
		for (String table : proof.affected()) {
			assertThat(traces).as("what is done to " + table)
				.anyMatch((trace) -> isAffected(trace, proof.effect(), table));
		}
		if (proof.effect() == null) {
			assertThat(traces).allMatch((trace) -> trace.rewrites().isEmpty() && trace.scans().isEmpty());
		}
	}

	private static String strongest(List<StatementTrace> traces, String table) {
		return traces.stream()
			.flatMap((trace) -> trace.strongest(ObjectName.of(SCHEMA, table)).stream())
			.map(LockTrace::mode)
			.max(java.util.Comparator.naturalOrder())
			.map((mode) -> mode.sql())
			.orElse("none");
	}

	private static boolean isAffected(StatementTrace trace, Effect effect, String table) {
		ObjectName name = ObjectName.of(SCHEMA, table);
		return switch (effect) {
			case SCAN, ROWS -> has(trace.scans(), name);
			case REWRITE -> has(trace.rewrites(), name);
			case INDEX_BUILD -> trace.indexBuilds().stream().anyMatch((index) -> name.equals(index.table()));
			case BRIEF -> false;
		};
	}

	private static boolean has(List<ObjectTrace> objects, ObjectName name) {
		return objects.stream().anyMatch((object) -> object.name().equals(name));
	}

	@ParameterizedTest
	@MethodSource("rules")
	void goodExampleDoesNoHarm(Rule rule) {
		setUp(rule);
		Example example = rule.example();
		if (example.proof() instanceof Proof.Locks proof) {
			for (List<String> transaction : transactions(example.good())) {
				assertNoLocks(proof, trace(transaction));
			}
			return;
		}
		String before = (example.proof() instanceof Proof.Loses proof) ? this.database.value(proof.query()) : null;
		assertThatNoException().isThrownBy(() -> migrator(example.good()).migrate());
		if (example.proof() instanceof Proof.Breaks proof) {
			assertThatNoException().isThrownBy(() -> this.database.execute(proof.statement()));
		}
		else if (example.proof() instanceof Proof.Loses proof) {
			assertThat(this.database.value(proof.query())).isEqualTo(before);
		}
	}

	private static void assertNoLocks(Proof.Locks proof, List<StatementTrace> traces) {
		for (StatementTrace trace : traces) {
			assertThat(trace.failure()).as(trace.text()).isNull();
			for (String table : proof.affected()) {
				boolean blocks = trace.strongest(ObjectName.of(SCHEMA, table))
					.filter((lock) -> lock.mode().blocksWrites())
					.isPresent();
				assertThat(blocks && isAffected(trace, proof.effect(), table)).as(trace.text() + " on " + table)
					.isFalse();
			}
			if (proof.effect() == null) {
				proof.tables().forEach((table) -> assertThat(strongest(traces, table)).isNotEqualTo(proof.lock()));
			}
		}
	}

	/** All statements in one transaction. */
	private List<StatementTrace> trace(String sql) {
		List<String> statements = new ArrayList<>();
		transactions(sql).forEach(statements::addAll);
		return Tracing.in(this.database, statements.toArray(String[]::new)).statements();
	}

	/** Then it is run once more, because the next one may need it. */
	private List<StatementTrace> trace(List<String> transaction) {
		String first = transaction.get(0);
		if (first.contains("CONCURRENTLY") || first.startsWith("VACUUM")) {
			return List.of(Tracing.alone(this.database, first));
		}
		List<StatementTrace> traces = Tracing.in(this.database, transaction.toArray(String[]::new)).statements();
		this.database.execute(String.join(";\n", transaction));
		return traces;
	}

	private static List<List<String>> transactions(String sql) {
		List<List<String>> transactions = new ArrayList<>();
		boolean open = false;
		try (StatementReader reader = StatementReader.of(new StringReader(sql))) {
			for (SqlStatement statement = reader.next(); statement != null; statement = reader.next()) {
				if (statement.kind() == StatementKind.BEGIN) {
					transactions.add(new ArrayList<>());
					open = true;
				}
				else if (statement.kind() == StatementKind.COMMIT) {
					open = false;
				}
				else if (open) {
					transactions.get(transactions.size() - 1).add(statement.text());
				}
				else {
					transactions.add(new ArrayList<>(List.of(statement.text())));
				}
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return transactions;
	}

}
