package dev.appmigrations.autoconfigure.state;

import java.time.Duration;

import dev.appmigrations.engine.Migrator;
import dev.appmigrations.support.FakeTime;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.MemoryScripts;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * When the database is read again, and what is known in the meantime.
 */
class DatabaseStateTests {

	private static final Duration BEAT = Duration.ofSeconds(15);

	private final FakeTime time = new FakeTime();

	private final DatabaseStates states = new DatabaseStates(this.time, BEAT);

	private final MemoryScripts scripts = new MemoryScripts().with("1_a.sql", "CREATE TABLE a ();");

	@FreshDatabase
	private TestDatabase database;

	@Test
	void readingIsDueWithEachFourthHeartbeatIfSomebodyWantsToKnow() {
		Migrator migrator = migrator();
		DatabaseState state = this.states.of(migrator);
		assertThat(state.isReadingDue()).isFalse();
		this.states.watch();
		assertThat(state.isReadingDue()).isTrue();
		assertThat(state.age()).isNull();
		state.read(migrator.status());
		assertThat(state.isReadingDue()).isFalse();
		this.time.sleep(BEAT.multipliedBy(3));
		assertThat(state.isReadingDue()).isFalse();
		assertThat(state.age()).isEqualTo(BEAT.multipliedBy(3));
		this.time.sleep(BEAT);
		assertThat(state.isReadingDue()).isTrue();
	}

	@Test
	void whatTheInstanceAppliesItselfIsKnownAtOnceAndReadAgain() {
		Migrator migrator = migrator();
		DatabaseState state = this.states.watch().of(migrator);
		state.read(migrator.status());
		assertThat(state.pending()).hasSize(1);
		migrator.migrate();
		assertThat(state.pending()).isEmpty();
		assertThat(state.isReadingDue()).isTrue();
		state.read(migrator.status());
		assertThat(state.isReadingDue()).isFalse();
	}

	@Test
	void eachMigratorHasAStateOfItsOwn() {
		DatabaseState first = this.states.of(this.states.follow("first", bare()));
		DatabaseState second = this.states.of(this.states.follow("second", bare()));
		first.suspended("a reason");
		assertThat(second.suspension()).isNull();
		assertThat(this.states.all()).containsExactly(first, second);
	}

	private Migrator migrator() {
		return this.states.follow("migrator", bare());
	}

	private Migrator bare() {
		return Migrator.builder(this.database.dataSource(), this.scripts).build();
	}

}
