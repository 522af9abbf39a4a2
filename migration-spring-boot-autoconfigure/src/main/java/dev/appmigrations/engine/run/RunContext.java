package dev.appmigrations.engine.run;

import java.time.Clock;

import dev.appmigrations.engine.MigrationListener;
import dev.appmigrations.engine.history.SchemaHistory;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.migration.MigrationVersion;
import dev.appmigrations.engine.options.MigratorOptions;
import dev.appmigrations.engine.plan.PlanRequest;
import dev.appmigrations.engine.script.CatalogReader;
import dev.appmigrations.engine.script.Placeholders;
import dev.appmigrations.engine.time.Sleeper;

/**
 * What a migrator is made of, and all of its calls share.
 *
 * @param sessions opens sessions
 * @param catalogs reads the scripts
 * @param history reads and records
 * @param options what it was told
 * @param placeholders what is replaced in scripts
 * @param listener is told what happened
 * @param clock measures durations
 * @param sleeper lets time pass
 */
public record RunContext(SessionOpener sessions, CatalogReader catalogs, SchemaHistory history, MigratorOptions options,
		Placeholders placeholders, MigrationListener listener, Clock clock, Sleeper sleeper) {

	/** Opens a session, and waits for a database that is not up. */
	public Session session() {
		return this.sessions.open(this.listener);
	}

	/** What is to be applied: all that is pending, up to the target if there is one. */
	public PlanRequest pending() {
		MigrationVersion target = this.options.rules().target();
		return (target != null) ? PlanRequest.upTo(target) : PlanRequest.ALL;
	}

	/** For many runs that follow each other, during which no file changes. */
	public RunContext withFixedScripts() {
		return new RunContext(this.sessions, this.catalogs.fixed(), this.history, this.options, this.placeholders,
				this.listener, this.clock, this.sleeper);
	}

	public RunContext with(MigrationListener other) {
		return new RunContext(this.sessions, this.catalogs, this.history, this.options, this.placeholders, other,
				this.clock, this.sleeper);
	}

}
