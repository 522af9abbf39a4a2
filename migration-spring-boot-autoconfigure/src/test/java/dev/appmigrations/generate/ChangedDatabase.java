package dev.appmigrations.generate;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.appmigrations.engine.Migrator;
import dev.appmigrations.engine.operation.ContractRequest;
import dev.appmigrations.engine.plan.RollbackRequest;
import dev.appmigrations.engine.report.TraceReport;
import dev.appmigrations.engine.safety.trace.LockMode;
import dev.appmigrations.engine.safety.trace.MigrationTrace;
import dev.appmigrations.engine.safety.trace.UnitTrace;
import dev.appmigrations.engine.scratch.ScratchServer;
import dev.appmigrations.engine.scratch.TraceRequest;
import dev.appmigrations.engine.sql.ObjectName;
import dev.appmigrations.support.DatabaseContent;
import dev.appmigrations.support.MemoryScripts;
import dev.appmigrations.support.ServerOfTests;
import dev.appmigrations.support.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A database, and the migrations that are generated for it and shipped release by
 * release.
 */
final class ChangedDatabase {

	private final TestDatabase database;

	private final MemoryScripts scripts = new MemoryScripts();

	ChangedDatabase(TestDatabase database) {
		this.database = database;
	}

	Migrator migrator() {
		return Migrator.builder(this.database.dataSource(), this.scripts).build();
	}

	GeneratedMigrations generate(String operation, Map<String, String> options, String... arguments) {
		Generator generator = Generators.find(operation);
		assertThat(generator).as(operation).isNotNull();
		assertThat(generator.options()).containsAll(options.keySet());
		return generator.generate(new ChangeRequest(List.of(arguments), options, 20260102000000L, 0),
				new DatabaseCatalogue(migrator().database()));
	}

	void ship(GeneratedMigration file) {
		this.scripts.with(file.file(), file.up()).with(file.rollback(), file.down());
	}

	/** Adds the files of a release. */
	void ship(GeneratedMigrations generated, GeneratedMigration.Release release) {
		generated.files().stream().filter((file) -> file.release() == release).forEach(this::ship);
	}

	void shipAll(GeneratedMigrations generated) {
		generated.files().forEach(this::ship);
	}

	void takeBack(GeneratedMigration file) {
		this.scripts.without(file.file()).without(file.rollback());
	}

	/**
	 * Applies contract migrations, what waits for them, and the contract migrations that
	 * wait for that.
	 */
	void contractAll() {
		migrator().contract(ContractRequest.forced());
		migrator().migrate();
		migrator().contract(ContractRequest.forced());
	}

	/**
	 * Traces the migrations on a scratch database: no statement may read, write or index
	 * a table whole that its transaction keeps from everybody else.
	 * @param ddl what makes the tables that they change
	 */
	void assertTraceWithoutExclusiveScans(String ddl, GeneratedMigrations generated) {
		MemoryScripts all = new MemoryScripts().with("1_base.sql", ddl);
		generated.files().forEach((file) -> all.with(file.file(), file.up()).with(file.rollback(), file.down()));
		Set<String> names = generated.files().stream().map(GeneratedMigration::file).collect(Collectors.toSet());
		TraceReport report = Migrator.builder(this.database.dataSource(), all)
			.build()
			.safety()
			.trace(new TraceRequest(names, new ScratchServer(new ServerOfTests(), true)));
		assertThat(report.migrations()).hasSize(generated.files().size())
			.allSatisfy((traced) -> assertThat(traced.untraced()).isNull())
			.flatExtracting(MigrationTrace::units)
			.flatExtracting(UnitTrace::statements)
			.allSatisfy((statement) -> {
				Set<ObjectName> whole = Stream.of(statement.scans(), statement.rewrites(), statement.indexBuilds())
					.flatMap(List::stream)
					.map((object) -> Objects.requireNonNullElse(object.table(), object.name()))
					.collect(Collectors.toSet());
				assertThat(statement.locks()).as(statement.text())
					.noneMatch(
							(lock) -> lock.mode() == LockMode.ACCESS_EXCLUSIVE && whole.contains(lock.object().name()));
			});
	}

	void undo(int files) {
		migrator().rollbacks().run(new RollbackRequest.Last(files));
	}

	/** Returns a line for each object that is not ours, by name. */
	Map<String, String> catalogue() {
		Map<String, String> objects = everything();
		objects.keySet().removeIf((name) -> name.contains("migration_"));
		return objects;
	}

	/** Returns a line for each object, by name. */
	Map<String, String> everything() {
		Map<String, String> objects = new TreeMap<>();
		DatabaseContent.snapshot(this.database.dataSource())
			.objects()
			.forEach((name, object) -> objects.put(name, object.toString()));
		return objects;
	}

}
