package dev.appmigrations.support;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import dev.appmigrations.engine.Migrator;
import dev.appmigrations.engine.options.LockLimits;
import dev.appmigrations.engine.options.MigratorOptions;
import dev.appmigrations.engine.report.MigrationReport;
import org.postgresql.ds.PGSimpleDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A migration of an application {@code migrates} that waits for a table which a session
 * {@code reader} keeps.
 */
public final class BlockedMigration implements AutoCloseable {

	/** What it creates is ready when the table is free. */
	public static final String NAME = "9_blocked.sql";

	private static final Duration SOON = Duration.ofMinutes(1);

	private final Connection reader;

	private final CompletableFuture<MigrationReport> run;

	private BlockedMigration(Connection reader, CompletableFuture<MigrationReport> run) {
		this.reader = reader;
		this.run = run;
	}

	/**
	 * Starts it, and returns when it waits.
	 * @param database where it creates a table {@code busy}
	 */
	public static BlockedMigration start(TestDatabase database) throws SQLException {
		database.execute("CREATE TABLE busy (id int)");
		Connection reader = named(database, "reader").getConnection();
		reader.setAutoCommit(false);
		try (Statement statement = reader.createStatement()) {
			statement.execute("SELECT * FROM busy WHERE 'secret' <> ''");
		}
		MigratorOptions options = MigratorOptions.defaults();
		Migrator migrator = Migrator
			.builder(named(database, "migrates"), new MemoryScripts().with(NAME, "ALTER TABLE busy ADD c int;"))
			.options(options.with(new MigratorOptions.Waiting(options.waiting().database(),
					options.waiting().advisoryLock(), options.waiting().replay(), new LockLimits(SOON, SOON))))
			.build();
		CompletableFuture<MigrationReport> run = CompletableFuture.supplyAsync(migrator::migrate);
		await().atMost(SOON)
			.until(() -> run.isDone()
					|| !database.list("SELECT 1 FROM pg_locks WHERE NOT granted AND relation = 'busy'::regclass")
						.isEmpty());
		assertThat(run).isNotDone();
		return new BlockedMigration(reader, run);
	}

	private static PGSimpleDataSource named(TestDatabase database, String application) {
		PGSimpleDataSource dataSource = (PGSimpleDataSource) database.dataSource();
		dataSource.setApplicationName(application);
		return dataSource;
	}

	/** Lets go, and returns when the migration is applied. */
	@Override
	public void close() throws SQLException {
		this.reader.close();
		assertThat(this.run.orTimeout(SOON.toSeconds(), TimeUnit.SECONDS).join().steps()).hasSize(1);
	}

}
