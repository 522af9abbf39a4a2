package dev.appmigrations.engine;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.appmigrations.engine.event.MigrationEvent;
import dev.appmigrations.engine.event.MigrationListener;
import dev.appmigrations.engine.execute.StatementFailedException;
import dev.appmigrations.engine.migration.ErrorCode;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.migration.Script;
import dev.appmigrations.engine.report.MigrationReport;
import dev.appmigrations.engine.script.Location;
import dev.appmigrations.engine.script.ScriptSource;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * A script that takes many messages: each is cut while the one before it runs. At a line
 * in its middle, the server waits until a test lets it go on.
 */
class ManyMessagesTests {

	private static final Duration SOON = Duration.ofSeconds(60);

	private static final int STATEMENTS = 20_000;

	/** Statements of one message, a few more or less; the first ones are smaller. */
	private static final int MESSAGE = 2_000;

	/** Where the server waits. */
	private static final int WAITING_LINE = 6_000;

	private static final int GATE = 4711;

	private final LongScript script = new LongScript();

	@FreshDatabase
	private TestDatabase database;

	private CompletableFuture<MigrationReport> start(MigrationListener listener) {
		return CompletableFuture.supplyAsync(() -> migrate(listener));
	}

	private MigrationReport migrate(MigrationListener listener) {
		return Migrator.builder(this.database.dataSource(), this.script).listener(listener).build().migrate();
	}

	private MigrationReport migrate() {
		return migrate((event) -> {
		});
	}

	/** Closes the gate, and lets a test do something while a message waits. */
	private void whileMessageWaits(Work work) throws Exception {
		try (Connection connection = this.database.dataSource().getConnection();
				Statement statement = connection.createStatement()) {
			statement.execute("SELECT pg_advisory_lock(" + GATE + ")");
			work.run();
			statement.execute("SELECT pg_advisory_unlock(" + GATE + ")");
		}
	}

	private boolean serverWaits() {
		return "1".equals(this.database.value("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = "
				+ GATE
				+ " AND NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"));
	}

	@Test
	void nextMessageIsCutWhileOneRunsAndProgressTellsWhatHasRun() throws Exception {
		List<Long> progress = new CopyOnWriteArrayList<>();
		MigrationListener listener = new MigrationListener() {

			@Override
			public Duration progressInterval() {
				return Duration.ZERO;
			}

			@Override
			public void onEvent(MigrationEvent event) {
				if (event instanceof MigrationEvent.Progressed progressed) {
					progress.add(progressed.statements());
				}
			}

		};
		AtomicInteger read = new AtomicInteger();
		CompletableFuture<?>[] run = new CompletableFuture<?>[1];
		whileMessageWaits(() -> {
			run[0] = start(listener);
			await().atMost(SOON).until(this::serverWaits);
			// The window of the reader alone would not reach so far.
			await().atMost(SOON).until(() -> this.script.read() > (WAITING_LINE + MESSAGE) * LongScript.LINE);
			read.set(this.script.read());
			assertThat(progress).last().satisfies((statements) -> assertThat(statements).isLessThan(WAITING_LINE));
		});
		run[0].get();
		assertThat(read.get()).isLessThan((WAITING_LINE + 3 * MESSAGE) * LongScript.LINE);
		assertThat(progress).isSorted().doesNotHaveDuplicates().hasSizeGreaterThan(5).last().isNotNull();
		assertThat(progress.get(0)).isLessThanOrEqualTo(MESSAGE);
		assertThat(this.database.value("SELECT count(*) FROM numbers")).isEqualTo(String.valueOf(STATEMENTS));
	}

	@ParameterizedTest
	@ValueSource(ints = { 100, 1_990, 2_500, 9_000, STATEMENTS })
	void failureInAnyMessageTellsItsLineAndLeavesNothing(int line) {
		this.script.failsAt(line, "1 / 0");
		assertThatExceptionOfType(StatementFailedException.class).isThrownBy(this::migrate)
			.satisfies((ex) -> assertThat(ex.location()).startsWith("db/migration/1_long.sql:" + (line + 2) + ":"));
		assertThat(this.database.value("SELECT to_regclass('numbers')")).isNull();
		assertThat(this.database.value("SELECT count(*) FROM migration_log WHERE sqlstate = '22012'")).isEqualTo("1");
		this.script.failsAt(0, "");
		assertThat(migrate().steps()).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(ints = { 100, 9_000 })
	void errorWithAPositionInAnyMessageTellsItsColumn(int line) {
		this.script.failsAt(line, "missing");
		assertThatExceptionOfType(StatementFailedException.class).isThrownBy(this::migrate)
			.satisfies((ex) -> assertThat(ex.location()).isEqualTo("db/migration/1_long.sql:" + (line + 2) + ":29"));
	}

	@Test
	void scriptThatCannotBeReadToItsEndWhileAMessageRunsLeavesNothing() throws Exception {
		CompletableFuture<?>[] run = new CompletableFuture<?>[1];
		whileMessageWaits(() -> {
			this.script.breaksOffAt((WAITING_LINE + MESSAGE) * LongScript.LINE);
			run[0] = start((event) -> {
			});
			await().atMost(SOON).until(this::serverWaits);
			await().atMost(SOON).until(this.script::isBrokenOff);
			// What is under way is awaited: nobody else may use the connection.
			assertThat(run[0]).isNotDone();
		});
		assertThatExceptionOfType(MigrationException.class).isThrownBy(() -> {
			try {
				run[0].join();
			}
			catch (CompletionException ex) {
				throw ex.getCause();
			}
		}).satisfies((ex) -> assertThat(ex.code()).isEqualTo(ErrorCode.SCRIPT_UNREADABLE));
		assertThat(this.database.value("SELECT to_regclass('numbers')")).isNull();
		this.script.breaksOffAt(Integer.MAX_VALUE);
		assertThat(migrate().steps()).hasSize(1);
	}

	@Test
	void interruptedThreadFinishesTheScriptAndStaysInterrupted() throws Exception {
		CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
		Thread thread = new Thread(() -> {
			try {
				migrate();
				interrupted.complete(Thread.currentThread().isInterrupted());
			}
			catch (RuntimeException ex) {
				interrupted.completeExceptionally(ex);
			}
		});
		whileMessageWaits(() -> {
			thread.start();
			await().atMost(SOON).until(this::serverWaits);
			thread.interrupt();
		});
		assertThat(interrupted.get()).isTrue();
		assertThat(this.database.value("SELECT count(*) FROM numbers")).isEqualTo(String.valueOf(STATEMENTS));
	}

	@FunctionalInterface
	private interface Work {

		void run() throws SQLException;

	}

	/**
	 * A script with lines of one length, which knows how far it was read since it was
	 * opened last.
	 */
	private static final class LongScript implements ScriptSource, Script {

		static final int LINE = 100;

		private final AtomicInteger read = new AtomicInteger();

		private final AtomicInteger opened = new AtomicInteger();

		private volatile int failingLine;

		private volatile String failingValue = "";

		private volatile int end = Integer.MAX_VALUE;

		private volatile boolean brokenOff;

		int read() {
			return this.read.get();
		}

		void failsAt(int line, String value) {
			this.failingLine = line;
			this.failingValue = value;
		}

		/** Each time but the first, when it is parsed. */
		void breaksOffAt(int end) {
			this.end = end;
			this.opened.set(0);
		}

		boolean isBrokenOff() {
			return this.brokenOff;
		}

		@Override
		public Optional<List<Script>> find(Location location) {
			return Optional.of(List.of(this));
		}

		@Override
		public String fileName() {
			return "1_long.sql";
		}

		@Override
		public String path() {
			return "db/migration/1_long.sql";
		}

		private String text() {
			return "-- migrate:lock-timeout 60s\nCREATE TABLE numbers (n int);\n"
					+ IntStream.rangeClosed(1, STATEMENTS).mapToObj(this::line).collect(Collectors.joining());
		}

		private String line(int number) {
			String value = (number == this.failingLine) ? this.failingValue : String.valueOf(number);
			String gate = (number == WAITING_LINE) ? "SELECT pg_advisory_xact_lock(" + GATE + "); " : "";
			String statement = gate + "INSERT INTO numbers VALUES (" + value + ");";
			return statement + " ".repeat(LINE - 1 - statement.length()) + "\n";
		}

		@Override
		public InputStream open() {
			this.read.set(0);
			boolean whole = this.opened.incrementAndGet() == 1;
			return new FilterInputStream(new ByteArrayInputStream(text().getBytes(StandardCharsets.UTF_8))) {

				@Override
				public int read(byte[] target, int offset, int length) throws IOException {
					if (!whole && LongScript.this.read.get() > LongScript.this.end) {
						LongScript.this.brokenOff = true;
						throw new IOException("the share is gone");
					}
					int count = super.read(target, offset, length);
					LongScript.this.read.addAndGet(Math.max(0, count));
					return count;
				}

			};
		}

	}

}
