package dev.appmigrations.engine;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

import dev.appmigrations.engine.event.MigrationEvent;
import dev.appmigrations.engine.event.MigrationListener;
import dev.appmigrations.engine.migration.Script;
import dev.appmigrations.engine.operation.BackfillRequest;
import dev.appmigrations.engine.options.BackfillOptions;
import dev.appmigrations.engine.options.MigratorOptions;
import dev.appmigrations.engine.script.Location;
import dev.appmigrations.engine.script.ScriptSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A process of its own that migrates and tells its progress on its standard output: to be
 * killed. Its arguments are the URL of the database, the folder of the scripts, and
 * optionally the name of a migration: where that is applied it stops for ever, and where
 * that is a large one, in the middle of its file.
 */
public final class KilledMigration implements MigrationListener, ScriptSource {

	static final String PLANNED = "planned";

	static final String APPLIED = "applied ";

	static final String STALLED = "stalled";

	/** A backfill has begun, or goes on. */
	static final String RUNNING = "running";

	/** Instead of the name of a migration: does not wait as long for the network. */
	static final String NETWORK_OF_4S = "network of 4 s";

	/** More than what travels in one message. */
	static final int LARGE = 1_500_000;

	private final Path folder;

	private final String stallAt;

	private volatile boolean started;

	private KilledMigration(Path folder, String stallAt) {
		this.folder = folder;
		this.stallAt = stallAt;
	}

	public static void main(String[] arguments) {
		PGSimpleDataSource dataSource = new PGSimpleDataSource();
		dataSource.setUrl(arguments[0]);
		dataSource.setUser("postgres");
		dataSource.setApplicationName("killed");
		KilledMigration killed = new KilledMigration(Path.of(arguments[1]), (arguments.length > 2) ? arguments[2] : "");
		MigratorOptions options = MigratorOptions.defaults();
		if (killed.stallAt.equals(NETWORK_OF_4S)) {
			MigratorOptions.Waiting usual = options.waiting();
			options = options.with(new MigratorOptions.Waiting(usual.database(), usual.advisoryLock(), usual.replay(),
					usual.statements(), Duration.ofSeconds(4)));
		}
		MigratorOptions.Rules rules = options.rules();
		options = options.with(new MigratorOptions.Rules(rules.policies(), null, null, rules.adopt(), rules.safety(),
				new BackfillOptions(BackfillOptions.Mode.BACKGROUND, Duration.ofMillis(200))));
		Migrator migrator = Migrator.builder(dataSource, killed).options(options).listener(killed).build();
		migrator.migrate();
		migrator.backfills().run(BackfillRequest.all());
	}

	@Override
	public void onEvent(MigrationEvent event) {
		if (event instanceof MigrationEvent.Planned) {
			System.out.println(PLANNED);
		}
		else if (event instanceof MigrationEvent.BackfillChanged
				|| event instanceof MigrationEvent.BackfillProgressed) {
			System.out.println(RUNNING);
		}
		else if (event instanceof MigrationEvent.Started begun) {
			this.started = begun.migration().name().equals(this.stallAt);
		}
		else if (event instanceof MigrationEvent.Applied applied) {
			System.out.println(APPLIED + applied.step().name());
			if (applied.step().name().equals(this.stallAt)) {
				stall();
			}
		}
	}

	private static void stall() {
		System.out.println(STALLED);
		try {
			new CountDownLatch(1).await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public Optional<List<Script>> find(Location location) {
		try (Stream<Path> files = Files.list(this.folder)) {
			return Optional.of(files.sorted().<Script>map(FileScript::new).toList());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private final class FileScript implements Script {

		private final Path file;

		FileScript(Path file) {
			this.file = file;
		}

		@Override
		public String fileName() {
			return this.file.getFileName().toString();
		}

		@Override
		public String path() {
			return "db/migration/" + fileName();
		}

		@Override
		public InputStream open() throws IOException {
			return new StallingStream(Files.newInputStream(this.file));
		}

	}

	/**
	 * Stops in the middle of a large file while it is executed.
	 */
	private final class StallingStream extends FilterInputStream {

		private long read;

		StallingStream(InputStream in) {
			super(in);
		}

		@Override
		public int read() throws IOException {
			this.read++;
			return super.read();
		}

		@Override
		public int read(byte[] bytes, int offset, int length) throws IOException {
			if (KilledMigration.this.started && this.read > LARGE) {
				stall();
			}
			int count = super.read(bytes, offset, length);
			this.read += count;
			return count;
		}

	}

}
