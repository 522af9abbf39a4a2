package dev.appmigrations.command;

import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.MemoryScripts;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The commands and scripts without statements.
 */
class EmptyScriptCommandsTests {

	private final MemoryScripts scripts = new MemoryScripts();

	@FreshDatabase
	private TestDatabase database;

	private CommandInProcess application;

	@BeforeEach
	void create() {
		this.application = new CommandInProcess(this.database, this.scripts);
	}

	@Test
	void checkWhenPendingScriptIsEmptyReportsAProblem() {
		this.scripts.with("1_a.sql", "CREATE TABLE a ()").with("2_b.sql", "-- to be written");
		assertThat(this.application.migrations("up").code()).isEqualTo(ExitCode.OK);
		CommandProcess.Result check = this.application.migrations("check", "--allow-pending");
		assertThat(check.code()).isEqualTo(ExitCode.PROBLEMS);
		assertThat(check.out()).contains("2_b.sql has no statements: it is skipped.", "-- migrate:up none REASON");
		assertThat(this.application.migrations("check", "--json").code()).isEqualTo(ExitCode.PROBLEMS);
		this.scripts.with("2_b.sql", "-- migrate:up none not needed");
		assertThat(this.application.migrations("check").code()).isEqualTo(ExitCode.PENDING);
		assertThat(this.application.migrations("up").code()).isEqualTo(ExitCode.OK);
		assertThat(this.application.migrations("check").code()).isEqualTo(ExitCode.OK);
		this.scripts.with("1_a.sql", "-- moved");
		assertThat(this.application.migrations("check").code()).isEqualTo(ExitCode.OK);
	}

	@Test
	void rollbackWhenItIsEmptyRefusesAndUpStillWorks() {
		this.scripts.with("1_a.sql", "CREATE TABLE a ()").with("1_a.down.sql", "-- Undoes 1_a.sql");
		assertThat(this.application.migrations("up").code()).isEqualTo(ExitCode.OK);
		CommandProcess.Result rollback = this.application.migrations("rollback", "1", "--yes");
		assertThat(rollback.code()).isEqualTo(ExitCode.PROBLEMS);
		assertThat(rollback.err()).contains("1_a.sql has no rollback yet");
		assertThat(this.application.migrations("up").code()).isEqualTo(ExitCode.OK);
		this.scripts.with("1_a.down.sql", "-- migrate:down none the table may stay");
		CommandProcess.Result listing = this.application.migrations("rollback", "1", "--dry-run");
		assertThat(listing.out()).contains("nothing to undo (the table may stay): only its record is removed");
		assertThat(this.application.migrations("rollback", "1", "--dry-run", "--json").out())
			.contains("\"nothingToUndo\":\"the table may stay\"");
		assertThat(this.application.migrations("rollback", "1", "--yes").code()).isEqualTo(ExitCode.OK);
	}

}
