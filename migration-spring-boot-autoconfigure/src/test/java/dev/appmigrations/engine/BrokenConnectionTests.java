package dev.appmigrations.engine;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import dev.appmigrations.engine.migration.ErrorCode;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.report.MigrationReport;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.OldestAndNewest;
import dev.appmigrations.support.TestDatabase;
import dev.appmigrations.support.Wiretap;
import dev.appmigrations.support.Wiretap.Message;
import dev.appmigrations.support.Wiretap.Side;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * A network that breaks at a message, above all at a COMMIT: with or without its answer,
 * the client cannot know what is true, and the next start finds out.
 */
@OldestAndNewest
class BrokenConnectionTests {

	private static final Duration SOON = Duration.ofSeconds(60);

	private static final String AT_COMMIT = "Nobody can tell whether its transaction was committed";

	private static final String ALONE = "the next start looks what became of it";

	private static final Message BASE = (text) -> text.contains("CREATE TABLE gate");

	@FreshDatabase
	private TestDatabase database;

	@BeforeEach
	void setUp() {
		MixedScript.createRole(this.database.dataSource());
	}

	static Stream<Break> breaks() {
		Message createIndex = MixedScript.sent("CREATE INDEX CONCURRENTLY item_name");
		Message call = MixedScript.sent("CALL fill()");
		return Stream
			.of(at("the commit of a file", AT_COMMIT, BASE),
					at("the commit of a checkpoint", AT_COMMIT, MixedScript.unit("ADD COLUMN price")),
					at("the commit of a transaction of several messages", AT_COMMIT, MixedScript.BEHIND_COPY),
					at("an intent", AT_COMMIT, MixedScript.intent("item_name")),
					at("CREATE INDEX CONCURRENTLY", ALONE, createIndex),
					at("the checkpoint of an index", AT_COMMIT, createIndex, MixedScript.CHECKPOINT),
					at("a procedure that commits", ALONE, call).thatAsks(),
					at("the end of the data of COPY", "nothing of it remains", MixedScript.sent("COPY item"),
							Wiretap.COPY_DONE::equals),
					at("the last commit", AT_COMMIT, call, MixedScript.CHECKPOINT, MixedScript.LAST))
			.flatMap((point) -> Stream.of(Side.values()).map(point::on));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("breaks")
	void migrateAfterABrokenConnectionFindsOutWhatIsTrue(Break point) {
		try (Wiretap tap = new Wiretap(TestDatabase.port())) {
			tap.stop(point.side(), point.messages());
			CompletableFuture<MigrationReport> run = CompletableFuture
				.supplyAsync(() -> MixedScript.migrate(tap.dataSource(this.database.name())));
			await().atMost(SOON).until(() -> {
				assertThat(run).isNotDone();
				return tap.isStopped();
			});
			tap.cut();
			assertThatExceptionOfType(ExecutionException.class)
				.isThrownBy(() -> run.get(SOON.toSeconds(), TimeUnit.SECONDS))
				.havingCause()
				.isInstanceOfSatisfying(MigrationException.class, (ex) -> {
					assertThat(ex.code()).isEqualTo(ErrorCode.CONNECTION_LOST);
					assertThat(ex.description()).contains(point.fate());
				});
		}
		assertThat(MixedScript.assertNextStartCompletes(this.database.dataSource())).isEqualTo(point.asks());
	}

	private static Break at(String name, String fate, Message... messages) {
		return new Break(name, fate, List.of(messages), Side.BEFORE, false);
	}

	/**
	 * Where a connection breaks.
	 *
	 * @param fate what the failure says of the work
	 * @param messages what is sent on the way there, the last where it breaks
	 * @param asks whether the next start needs a person's word
	 */
	private record Break(String name, String fate, List<Message> messages, Side side, boolean asks) {

		Break on(Side newSide) {
			return new Break(this.name, this.fate, this.messages, newSide, this.asks);
		}

		Break thatAsks() {
			return new Break(this.name, this.fate, this.messages, this.side, true);
		}

		@Override
		public String toString() {
			return this.side.name().toLowerCase(Locale.ROOT) + " " + this.name;
		}

	}

}
