package dev.appmigrations.engine.run;

import java.time.Duration;
import java.util.List;

import dev.appmigrations.engine.history.HistorySnapshot;
import dev.appmigrations.engine.history.TableTrust;
import dev.appmigrations.engine.migration.DatabaseFacts;
import dev.appmigrations.engine.plan.MigrationPlan;
import dev.appmigrations.engine.report.MigrationReport;
import dev.appmigrations.engine.safety.LintReport;

/**
 * How scripts and database stand at one moment, and what follows.
 *
 * @param found what the database holds
 * @param foreign what another tool has left
 * @param plan what is to be done
 * @param report the same for people and programs
 */
public record Assessment(HistorySnapshot found, ForeignState foreign, MigrationPlan plan, MigrationReport report) {

	/**
	 * Makes an assessment of a state that was assumed and not read.
	 * @param assumed what the database is assumed to hold
	 * @param plan what is to be done
	 * @return the assessment
	 */
	public static Assessment of(HistorySnapshot assumed, MigrationPlan plan) {
		return new Assessment(assumed, ForeignState.NONE, plan,
				MigrationReport.of(assumed, plan, List.of(), Duration.ZERO));
	}

	/**
	 * Replaces what was found out about the tables.
	 * @param trust how far they are trusted
	 * @return a new assessment
	 */
	Assessment with(TableTrust trust) {
		return new Assessment(this.found.with(trust), this.foreign, this.plan, this.report);
	}

	/**
	 * Adds what pending migrations would do to a running application.
	 * @param safety what the linter has found
	 * @return a new assessment
	 */
	public Assessment with(LintReport safety) {
		return (safety.equals(LintReport.NONE)) ? this
				: new Assessment(this.found, this.foreign, this.plan, this.report.with(safety));
	}

	/**
	 * Tells whether something is to be applied, marked or taken over.
	 * @return whether there is work to do
	 */
	public boolean hasWork() {
		return this.plan.hasWork() || !this.foreign.adopted().isEmpty();
	}

	/**
	 * Returns the facts about the database.
	 * @return the facts
	 */
	public DatabaseFacts facts() {
		return this.found.facts();
	}

	/**
	 * Returns the names of the migrations that the plan would run.
	 * @return the names, in the order of the plan
	 */
	public List<String> names() {
		return this.plan.steps().stream().map((step) -> step.migration().name()).toList();
	}

}
