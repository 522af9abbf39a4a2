package dev.appmigrations.shipped;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import dev.appmigrations.engine.Migrator;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.operation.LintRequest;
import dev.appmigrations.engine.safety.Finding;
import dev.appmigrations.engine.safety.Level;
import dev.appmigrations.engine.safety.LintReport;
import dev.appmigrations.engine.safety.StatementTraces;
import dev.appmigrations.engine.safety.facts.FactsReader;
import dev.appmigrations.engine.safety.facts.FactsRequest;
import dev.appmigrations.engine.safety.facts.RelationFacts;
import dev.appmigrations.engine.safety.facts.SchemaFacts;
import dev.appmigrations.engine.safety.trace.MigrationTrace;
import dev.appmigrations.engine.scratch.ScratchServer;
import dev.appmigrations.engine.scratch.TraceRequest;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.OldestAndNewest;
import dev.appmigrations.support.ServerOfTests;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * SQL files of other projects, each judged before it runs, on a database whose tables are
 * taken for large: the trace confirms every failure that the linter predicts.
 */
@OldestAndNewest
class ShippedPrecisionTests {

	private static final Logger logger = LoggerFactory.getLogger(ShippedPrecisionTests.class);

	private static final long BYTES = 10_000_000_000L;

	private static final double ROWS = 50e6;

	@FreshDatabase
	private TestDatabase database;

	@FreshDatabase
	private TestDatabase other;

	static Stream<ShippedSchema> schemas() {
		return ShippedSchemas.all();
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("schemas")
	void traceConfirmsEachFailureThatIsPredicted(ShippedSchema schema) throws SQLException {
		Map<String, MigrationTrace> traces = trace(schema);
		Migrator migrator = migrator(this.database, schema);
		List<String> refuted = new ArrayList<>();
		int failures = 0;
		int warnings = 0;
		for (String name : schema.names()) {
			LintReport report = migrator.safety()
				.lint(new LintRequest(List.of(name), null, false, false, largeTables(), LintRequest.NEWEST)
					.with(StatementTraces.of(List.copyOf(traces.values()))));
			// the text tells everything
			assertThat(report.findings()).extracting(Finding::message)
				.noneMatch((message) -> message.startsWith("Seen by the trace"));
			if (name.equals(schema.names().get(0))) {
				// it only creates
				assertThat(report.findings(Level.WARN)).isEmpty();
			}
			List<Finding> found = report.findings(Level.FAIL);
			failures += found.size();
			warnings += report.findings(Level.WARN).size() - found.size();
			for (Finding finding : found) {
				String objection = TraceConfirmation.objection(finding, traces.get(name));
				if (objection != null) {
					refuted.add(finding.place() + " " + finding.rule() + ": " + finding.message() + ": " + objection);
				}
			}
			migrator.run(name);
		}
		logger.info("precision: {}: {} fail, {} confirmed, {} warn", schema, failures, failures - refuted.size(),
				warnings);
		assertThat(refuted).isEmpty();
	}

	private Map<String, MigrationTrace> trace(ShippedSchema schema) {
		Map<String, MigrationTrace> traces = new HashMap<>();
		migrator(this.other, schema).safety()
			.trace(new TraceRequest(Set.copyOf(schema.names()), new ScratchServer(new ServerOfTests(), false)))
			.migrations()
			.forEach((migration) -> traces.put(migration.name(), migration));
		return traces;
	}

	private static Migrator migrator(TestDatabase database, ShippedSchema schema) {
		return Migrator.builder(database.dataSource(), (location) -> Optional.of(schema.found())).build();
	}

	private SchemaFacts largeTables() throws SQLException {
		try (Session session = Session.open(this.database.dataSource(), (warning) -> {
		})) {
			SchemaFacts facts = new FactsReader()
				.read(session, FactsRequest.ofEverything(List.of(), Duration.ofSeconds(30)))
				.facts();
			assertThat(facts).isNotNull();
			return new SchemaFacts(facts.readAt(), facts.serverVersion(), facts.database(), facts.standby(),
					facts.searchPath(), facts.complete(), facts.askedFor(),
					facts.relations().stream().map(ShippedPrecisionTests::large).toList(), facts.types(),
					facts.functions());
		}
	}

	private static RelationFacts large(RelationFacts table) {
		return new RelationFacts(table.schema(), table.name(), table.kind(), table.partitionOf(),
				table.hasDefaultPartition(), table.owner(), table.mayAlter(), BYTES, BYTES / 3, ROWS, null,
				table.columns(), table.constraints(), table.indexes(), table.triggers(), table.dependents(),
				table.publications(), table.traffic());
	}

}
