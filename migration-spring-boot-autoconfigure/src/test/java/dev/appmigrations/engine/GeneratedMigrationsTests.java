package dev.appmigrations.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

import dev.appmigrations.engine.migration.MigrationVersion;
import dev.appmigrations.engine.plan.RollbackRequest;
import dev.appmigrations.engine.proof.SchemaDifference;
import dev.appmigrations.engine.proof.SchemaSnapshot;
import dev.appmigrations.support.DatabaseContent;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.MemoryScripts;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Properties of applying and undoing, over generated migrations. A failure names its
 * seed.
 */
class GeneratedMigrationsTests {

	private static final int PLANNERS = 4;

	@FreshDatabase
	private TestDatabase database;

	static LongStream seeds() {
		return LongStream.range(0, 12);
	}

	@ParameterizedTest
	@MethodSource("seeds")
	void applyThenRollBackThenApplyGivesTheSameCatalogue(long seed) {
		GeneratedMigrations generator = new GeneratedMigrations(seed);
		Migrator migrator = Migrator.builder(this.database.dataSource(), generator.scripts()).build();
		SchemaSnapshot empty = snapshot();
		migrator.migrate();
		SchemaSnapshot full = snapshot();
		assertThat(SchemaDifference.between(empty, full).isEmpty()).isFalse();
		int some = 1 + new Random(seed).nextInt(generator.count());
		assertThat(migrator.rollbacks().run(new RollbackRequest.Last(some)).steps()).hasSize(some);
		assertThat(migrator.migrate().steps()).hasSize(some);
		assertThat(SchemaDifference.between(full, snapshot()).text()).isEmpty();
		migrator.rollbacks().run(new RollbackRequest.To(MigrationVersion.parse("0")));
		assertThat(SchemaDifference.between(empty, snapshot()).text()).isEmpty();
		migrator.migrate();
		assertThat(SchemaDifference.between(full, snapshot()).text()).isEmpty();
	}

	@ParameterizedTest
	@MethodSource("seeds")
	void plannersThatKnowDifferentFilesApplyEachOnceHoweverTheyMeet(long seed) throws Exception {
		Random random = new Random(seed);
		SortedSet<String> known = new TreeSet<>();
		CyclicBarrier start = new CyclicBarrier(PLANNERS);
		ExecutorService threads = Executors.newFixedThreadPool(PLANNERS);
		try {
			List<Future<Integer>> planners = new ArrayList<>();
			for (int i = 0; i < PLANNERS; i++) {
				Migrator migrator = Migrator.builder(this.database.dataSource(), subset(random, known)).build();
				int delay = random.nextInt(40);
				planners.add(threads.submit(() -> {
					start.await(30, TimeUnit.SECONDS);
					TimeUnit.MILLISECONDS.sleep(delay);
					return migrator.migrate().steps().size();
				}));
			}
			int applied = 0;
			for (Future<Integer> planner : planners) {
				applied += planner.get(1, TimeUnit.MINUTES);
			}
			assertThat(applied).isEqualTo(known.size());
		}
		finally {
			threads.shutdownNow();
		}
		// Whoever applies one a second time fails, because its table is there.
		assertThat(this.database.list("SELECT migration_name FROM migration_history ORDER BY 1"))
			.containsExactlyElementsOf(known);
		assertThat(this.database.list("SELECT action || ' ' || migration_name FROM migration_log ORDER BY 1"))
			.containsExactlyElementsOf(known.stream().map((name) -> "applied " + name).toList());
	}

	private static MemoryScripts subset(Random random, SortedSet<String> known) {
		MemoryScripts scripts = new MemoryScripts();
		for (int i = 10; i < 22; i++) {
			String name = i + "_create.sql";
			if (random.nextInt(3) > 0) {
				scripts.with(name, "CREATE TABLE t" + i + " (id int);\nSELECT pg_sleep(0.00" + i % 5 + ");");
				known.add(name);
			}
		}
		return scripts;
	}

	private SchemaSnapshot snapshot() {
		return DatabaseContent.snapshot(this.database.dataSource());
	}

}
