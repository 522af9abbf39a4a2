package dev.appmigrations.engine.wording;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;

import dev.appmigrations.autoconfigure.wording.PropertyWording;
import dev.appmigrations.engine.migration.ErrorCode;
import dev.appmigrations.engine.migration.InvalidMigrationsException;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.migration.Problem;
import dev.appmigrations.engine.migration.ProblemGroups;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Messages, and how shells word them.
 */
class MessageTests {

	private static final Message MESSAGE = Message.of("Set ")
		.and(Setting.SCHEMA)
		.and(", or run ")
		.and(new Call(Operation.REPAIR_DONE, "1_a.sql"))
		.and(". Then start again.");

	@Test
	void inWordsWhatEachShellCallsOtherwise() {
		assertThat(MESSAGE.in(new PropertyWording())).isEqualTo(
				"Set app.migrations.schema, or run the command 'migrations repair --done 1_a.sql'. Then start again.");
		assertThat(MESSAGE).hasToString("Set MigratorOptions.History.schema, or run Migrator.history().repair(…) with"
				+ " the decision DONE on 1_a.sql. Then start again.");
	}

	@Test
	void inShowsHiddenCharactersWhereverTheyAre() {
		Message message = Message.of("a\u202eb ")
			.and(Setting.SCHEMA.to("x\u001b[2J"))
			.and(new Call(Operation.ROLLBACK, "\u202e"))
			.and(new Placeholder("\u0007"));
		assertThat(message.in(new PropertyWording())).doesNotContain("\u202e", "\u001b", "\u0007")
			.contains("app.migrations.schema=x\\u001B[2J", "app.migrations.placeholders.\\u0007");
	}

	@Test
	void textOfAUserIsNeverTakenForAReference() {
		assertThat(Message.of("{SCHEMA} %s ${URL} Setting.SCHEMA").in(new PropertyWording()))
			.isEqualTo("{SCHEMA} %s ${URL} Setting.SCHEMA");
	}

	@Test
	void replaceChangesWordsAndKeepsReferences() {
		Message again = Message.of("run ").and(Call.of(Operation.ROLLBACK)).and(" again");
		assertThat(MESSAGE.replace("start again", again).in(new PropertyWording()))
			.startsWith("Set app.migrations.schema")
			.endsWith(". Then run the command 'migrations rollback' again.");
		assertThat(MESSAGE.replace("no such words", again)).isEqualTo(MESSAGE);
	}

	@Test
	void toSentenceCapitalizesTheFirstWordOnly() {
		assertThat(Message.of("write it as ").and(Setting.PLACEHOLDERS).and(" says").toSentence())
			.hasToString("Write it as MigratorOptions.Scripts.placeholders says.");
	}

	@Test
	void problemsOfOneKindKeepTheirReferences() {
		Problem problem = Problem.error(Problem.Code.CHECKSUM_CHANGED, Message.of("a\nb"), MESSAGE, "1_a.sql");
		List<Problem> grouped = ProblemGroups.of(List.of(problem, problem, problem, problem));
		assertThat(grouped).hasSize(1);
		assertThat(grouped.get(0).action()).isEqualTo(MESSAGE);
		InvalidMigrationsException exception = new InvalidMigrationsException(List.of(problem, problem));
		assertThat(exception).hasMessageContaining("2. a\nb\n   Set MigratorOptions.History.schema");
		assertThat(exception.description(new PropertyWording())).contains("2. a\nb\n   Set app.migrations.schema");
		InvalidMigrationsException worded = (InvalidMigrationsException) exception.wordedFor(new PropertyWording());
		assertThat(worded).hasMessageContaining("1. a\nb\n   Set app.migrations.schema");
		assertThat(worded.problems()).hasSize(2);
	}

	@Test
	void exceptionKeepsItsMessageWhenItIsSerialized() throws IOException, ClassNotFoundException {
		MigrationException exception = new MigrationException(ErrorCode.HISTORY_UNUSABLE, "What.", MESSAGE, null);
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
			out.writeObject(exception.wordedFor(new PropertyWording()));
		}
		try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
			MigrationException read = (MigrationException) in.readObject();
			assertThat(read).hasMessageContaining("What.\nSet MigratorOptions.History.schema");
			assertThat(read.action(new PropertyWording())).contains("app.migrations.schema");
		}
	}

	@Test
	void wordedForKeepsTypeCauseAndStackTrace() {
		IllegalStateException cause = new IllegalStateException("cause");
		MigrationException exception = new MigrationException(ErrorCode.LOCK_TIMEOUT, "What.", MESSAGE, cause);
		exception.addSuppressed(new IllegalStateException("suppressed"));
		MigrationException worded = exception.wordedFor(new PropertyWording());
		assertThat(worded).hasMessageContaining("app.migrations.schema").hasCause(cause);
		assertThat(worded.code()).isEqualTo(ErrorCode.LOCK_TIMEOUT);
		assertThat(worded.getStackTrace()).isEqualTo(exception.getStackTrace());
		assertThat(worded.getSuppressed()).hasSize(1);
		assertThat(exception).hasMessageContaining("MigratorOptions.History.schema");
	}

	@ParameterizedTest
	@EnumSource
	void everySettingHasAName(Setting setting) {
		assertThat(new PropertyWording().setting(setting)).contains(".");
		assertThat(new JavaWording().setting(setting)).isNotBlank().doesNotContain("app.migrations", "spring.");
	}

	@ParameterizedTest
	@EnumSource
	void everyOperationHasAName(Operation operation) {
		assertThat(new PropertyWording().call(Call.of(operation))).startsWith("the command '").endsWith("'");
		assertThat(new JavaWording().call(Call.of(operation))).isNotBlank().doesNotContain("command", "--");
	}

}
