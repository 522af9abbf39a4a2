package dev.appmigrations.command.terminal;

import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LogView}.
 */
class LogViewTests {

	private static final int MANY = 1000;

	private final StringWriter out = new StringWriter();

	private final AtomicLong now = new AtomicLong();

	private LogView view = view(Verb.APPLY);

	private LogView view(Verb verb) {
		Terminal terminal = Terminal.of(this.out, new StringWriter(), false, null, false);
		return new LogView(new PlainView(terminal, verb), verb, this.now::get);
	}

	@AfterEach
	void close() {
		this.view.close();
	}

	private void pass(Duration time) {
		this.now.addAndGet(time.toNanos());
	}

	private void start(int number, int total) {
		this.view.started(number + "_x.sql", number, total);
	}

	private void run(int first, int last, int total) {
		IntStream.rangeClosed(first, last).forEach((number) -> {
			start(number, total);
			this.view.ended(true, number + "_x.sql", "1 ms");
		});
	}

	private String[] lines() {
		return this.out.toString().lines().toArray(String[]::new);
	}

	@Test
	void endedWhenMigrationsAreFewSaysTwoLinesForEach() {
		run(1, LogView.FEW, LogView.FEW);
		this.view.close();
		assertThat(lines()).hasSize(2 * LogView.FEW)
			.startsWith("applying  1_x.sql (1 of 20)", "applied   1_x.sql in 1 ms");
	}

	@ParameterizedTest
	@EnumSource
	void endedWhenMigrationsAreManyAndFastSaysOneLine(Verb verb) {
		this.view = view(verb);
		run(1, MANY, MANY);
		this.view.close();
		assertThat(lines()).containsExactly("%-10s".formatted(verb.done()) + "1000 of 1000, the last 1000_x.sql");
	}

	@Test
	void endedWhenTimePassesCounts() {
		run(1, 300, MANY);
		pass(LogView.PAUSE);
		run(301, 700, MANY);
		pass(LogView.PAUSE.minusMillis(1));
		run(701, MANY, MANY);
		this.view.close();
		assertThat(lines()).containsExactly("applied   301 of 1000, the last 301_x.sql",
				"applied   1000 of 1000, the last 1000_x.sql");
	}

	@Test
	void lookWhenMigrationTakesLongNamesItOnce() {
		run(1, 41, MANY);
		start(42, MANY);
		pass(LogView.SLOW);
		this.view.look();
		pass(LogView.PAUSE);
		this.view.look();
		this.view.ended(true, "42_x.sql", "8 s");
		run(43, MANY, MANY);
		this.view.close();
		assertThat(lines()).containsExactly("applied   41 of 1000, the last 41_x.sql",
				"applying  42_x.sql (42 of 1000)", "applied   42_x.sql in 8 s",
				"applied   42 of 1000, the last 42_x.sql", "applied   1000 of 1000, the last 1000_x.sql");
	}

	@Test
	void progressedNamesTheMigrationFirst() {
		start(1, MANY);
		this.view.progressed("statement 3 of 5 (60 %)");
		this.view.progressed("statement 4 of 5 (80 %)");
		assertThat(lines()).containsExactly("applying  1_x.sql (1 of 1000)",
				"running   1_x.sql: statement 3 of 5 (60 %)", "running   1_x.sql: statement 4 of 5 (80 %)");
	}

	@Test
	void endedWhenMigrationFailsCountsThoseBeforeIt() {
		run(1, 41, MANY);
		start(42, MANY);
		this.view.ended(false, "42_x.sql", "");
		this.view.close();
		assertThat(lines()).containsExactly("applied   41 of 1000, the last 41_x.sql", "failed    42_x.sql");
	}

	@Test
	void closeWhenRunIsInterruptedCountsWhatIsDone() {
		run(1, 41, MANY);
		start(42, MANY);
		this.view.close();
		assertThat(lines()).containsExactly("applied   41 of 1000, the last 41_x.sql");
	}

	@Test
	void noticeWhenMigrationsAreManyStandsBelowTheNameOfItsMigration() {
		run(1, 2, MANY);
		start(3, MANY);
		this.view.notice(true, List.of("warning   3_x.sql:1: careful", "          HINT: look"));
		this.view.ended(true, "3_x.sql", "1 ms");
		assertThat(lines()).containsExactly("applied   2 of 1000, the last 2_x.sql", "applying  3_x.sql (3 of 1000)",
				"warning   3_x.sql:1: careful", "          HINT: look", "applied   3_x.sql in 1 ms");
	}

}
