package dev.appmigrations.shipped;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import dev.appmigrations.engine.Migrator;
import dev.appmigrations.engine.report.TraceReport;
import dev.appmigrations.engine.safety.trace.MigrationTrace;
import dev.appmigrations.engine.safety.trace.StatementTrace;
import dev.appmigrations.engine.scratch.ScratchServer;
import dev.appmigrations.engine.scratch.TraceRequest;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.ServerOfTests;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * SQL files of other projects, traced one after the other.
 */
class ShippedTraceTests {

	@FreshDatabase
	private TestDatabase database;

	static Stream<ShippedSchema> schemas() {
		return ShippedSchemas.all();
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("schemas")
	void traceWhenFilesAreOfAnotherProjectGoesToTheirEnd(ShippedSchema schema) {
		TraceReport report = Migrator.builder(this.database.dataSource(), (location) -> Optional.of(schema.found()))
			.build()
			.safety()
			.trace(TraceRequest.pending(new ScratchServer(new ServerOfTests(), false)));
		assertThat(report.migrations()).extracting(MigrationTrace::name).containsExactlyElementsOf(schema.names());
		assertThat(report.migrations()).extracting(MigrationTrace::untraced).containsOnlyNulls();
		List<StatementTrace> statements = report.migrations()
			.stream()
			.flatMap((migration) -> migration.units().stream())
			.flatMap((unit) -> unit.statements().stream())
			.toList();
		assertThat(statements).isNotEmpty().allSatisfy((statement) -> {
			assertThat(statement.failure()).isNull();
			assertThat(statement.limit()).isNull();
			// Whoever rewrites or drops something holds it exclusively.
			assertThat(statement.rewrites()).allSatisfy(
					(table) -> assertThat(statement.strongest(table.name())).map((lock) -> lock.mode().blocksReads())
						.contains(true));
			assertThat(statement.dropped()).allSatisfy((dropped) -> assertThat(statement.strongest(dropped.name()))
				.map((lock) -> lock.mode().blocksReads())
				.contains(true));
		});
		// Files that only create lock nothing that others use.
		assertThat(statements.get(0).locks()).isEmpty();
	}

}
