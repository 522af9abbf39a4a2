package dev.appmigrations.engine.run;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

import dev.appmigrations.engine.event.EventPublisher;
import dev.appmigrations.engine.event.MigrationListener;
import dev.appmigrations.engine.event.MigrationVeto;
import dev.appmigrations.engine.history.HistoryReader;
import dev.appmigrations.engine.history.SharedInstances;
import dev.appmigrations.engine.jdbc.BatchFailedException;
import dev.appmigrations.engine.jdbc.KeptConnections;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.jdbc.WorkSettings;
import dev.appmigrations.engine.migration.MigrationVersion;
import dev.appmigrations.engine.options.MigratorOptions;
import dev.appmigrations.engine.plan.PlanRequest;
import dev.appmigrations.engine.script.CatalogReader;
import dev.appmigrations.engine.script.Placeholders;
import dev.appmigrations.engine.time.Sleeper;
import dev.appmigrations.engine.wording.Wording;
import org.jspecify.annotations.Nullable;

/**
 * The context that all runs of a migrator share.
 *
 * @param sessions opens sessions
 * @param catalogs reads the scripts
 * @param history reads the history
 * @param options the migrator's options
 * @param placeholders what is replaced in scripts
 * @param listeners receive the events of each run
 * @param vetoes may stop a run
 * @param clock measures durations
 * @param sleeper lets time pass
 * @param wording words what is logged for the readers of a shell
 * @param scratch whether the database is one to try things on, which nobody else uses
 */
public record RunContext(SessionOpener sessions, CatalogReader catalogs, HistoryReader history, MigratorOptions options,
		Placeholders placeholders, List<MigrationListener> listeners, List<MigrationVeto> vetoes, Clock clock,
		Sleeper sleeper, Wording wording, boolean scratch) {

	public RunContext {
		listeners = List.copyOf(listeners);
		vetoes = List.copyOf(vetoes);
	}

	/**
	 * Creates the context of a database that others may use.
	 * @param sessions opens sessions
	 * @param catalogs reads the scripts
	 * @param history reads the history
	 * @param options the migrator's options
	 * @param placeholders what is replaced in scripts
	 * @param listeners receive the events of each run
	 * @param vetoes may stop a run
	 * @param clock measures durations
	 * @param sleeper lets time pass
	 * @param wording words what is logged for the readers of a shell
	 */
	public RunContext(SessionOpener sessions, CatalogReader catalogs, HistoryReader history, MigratorOptions options,
			Placeholders placeholders, List<MigrationListener> listeners, List<MigrationVeto> vetoes, Clock clock,
			Sleeper sleeper, Wording wording) {
		this(sessions, catalogs, history, options, placeholders, listeners, vetoes, clock, sleeper, wording, false);
	}

	/**
	 * Returns a context for the same scripts, with a history in another schema.
	 * @param schema the schema, which is also the first of the search path
	 * @param placeholders the values in that schema
	 * @param instances where the instances are, {@code null} if that is beside the
	 * history
	 * @return a new context
	 */
	public RunContext inSchema(String schema, Placeholders placeholders, @Nullable SharedInstances instances) {
		MigratorOptions.History history = this.options.history();
		MigratorOptions.Scripts scripts = this.options.scripts();
		return new RunContext(this.sessions, this.catalogs, new HistoryReader(schema, history.table(), instances),
				this.options.with(new MigratorOptions.History(schema, history.table(), history.keepsRollbacks()))
					.with(new MigratorOptions.Scripts(scripts.locations(), placeholders.values(), scripts.layout())),
				placeholders, this.listeners, this.vetoes, this.clock, this.sleeper, this.wording, this.scratch);
	}

	/**
	 * Returns a context for the same scripts in another database.
	 * @param others opens sessions there
	 * @param placeholders the values in that database
	 * @return a new context
	 */
	public RunContext inDatabase(SessionOpener others, Placeholders placeholders) {
		MigratorOptions.Scripts scripts = this.options.scripts();
		return new RunContext(others, this.catalogs, this.history,
				this.options
					.with(new MigratorOptions.Scripts(scripts.locations(), placeholders.values(), scripts.layout())),
				placeholders, this.listeners, this.vetoes, this.clock, this.sleeper, this.wording, this.scratch);
	}

	/**
	 * Returns a context for the same database, which is one to try things on.
	 * @return a new context
	 */
	public RunContext onScratch() {
		return new RunContext(this.sessions, this.catalogs, this.history, this.options, this.placeholders,
				this.listeners, this.vetoes, this.clock, this.sleeper, this.wording, true);
	}

	/**
	 * Returns what is to be applied.
	 * @return everything that is pending, up to the target if the options name one
	 */
	public PlanRequest pending() {
		MigrationVersion target = this.options.rules().target();
		return (target != null) ? PlanRequest.upTo(target) : PlanRequest.ALL;
	}

	/**
	 * Prepares a session for the statements of scripts.
	 * @param session the session
	 * @param pooled whether a pooler stands between
	 * @throws BatchFailedException if the server refuses
	 */
	public void beginWork(Session session, boolean pooled) throws BatchFailedException {
		MigratorOptions.Waiting waiting = this.options.waiting();
		session.work()
			.begin(pooled, new WorkSettings(this.options.history().schema(), waiting.statements().lockTimeout(),
					waiting.network()));
	}

	/**
	 * Returns a context for many runs that follow each other, during which no file
	 * changes.
	 * @return a new context
	 */
	public RunContext withFixedScripts() {
		return with(this.catalogs.fixed());
	}

	/**
	 * Returns a context for those who look often and write nothing: files that seem
	 * unchanged are not read again.
	 * @return a new context
	 */
	public RunContext forLooking() {
		return with(this.catalogs.keeping());
	}

	private RunContext with(CatalogReader reader) {
		return new RunContext(this.sessions, reader, this.history, this.options, this.placeholders, this.listeners,
				this.vetoes, this.clock, this.sleeper, this.wording, this.scratch);
	}

	/**
	 * Returns a context whose runs share a connection.
	 * @param kept keeps it open between them
	 * @return a new context
	 */
	public RunContext with(KeptConnections kept) {
		return new RunContext(this.sessions.over(kept), this.catalogs, this.history, this.options, this.placeholders,
				this.listeners, this.vetoes, this.clock, this.sleeper, this.wording, this.scratch);
	}

	/**
	 * Returns the same with other connections to the same database.
	 * @param sessions opens them
	 * @return a new context
	 */
	public RunContext over(SessionOpener sessions) {
		return new RunContext(sessions, this.catalogs, this.history, this.options, this.placeholders, this.listeners,
				this.vetoes, this.clock, this.sleeper, this.wording, this.scratch);
	}

	/**
	 * Returns a context for the same scripts in another database, of which nobody hears.
	 * @param sessions opens sessions there
	 * @return a new context, without listeners and vetoes
	 */
	public RunContext elsewhere(SessionOpener sessions) {
		return new RunContext(sessions, this.catalogs, this.history, this.options, this.placeholders, List.of(),
				List.of(), this.clock, this.sleeper, this.wording, true);
	}

	/**
	 * Returns a context with one listener more.
	 * @param listener the listener
	 * @return a new context
	 */
	public RunContext with(MigrationListener listener) {
		List<MigrationListener> all = new ArrayList<>(this.listeners);
		all.add(listener);
		return new RunContext(this.sessions, this.catalogs, this.history, this.options, this.placeholders, all,
				this.vetoes, this.clock, this.sleeper, this.wording, this.scratch);
	}

	/**
	 * Returns a context with one veto more.
	 * @param veto the veto
	 * @return a new context
	 */
	public RunContext with(MigrationVeto veto) {
		List<MigrationVeto> all = new ArrayList<>(this.vetoes);
		all.add(veto);
		return new RunContext(this.sessions, this.catalogs, this.history, this.options, this.placeholders,
				this.listeners, all, this.clock, this.sleeper, this.wording, this.scratch);
	}

	/**
	 * Returns what publishes the events of one run.
	 * @return a new publisher
	 */
	public EventPublisher publisher() {
		return new EventPublisher(this.listeners, this.vetoes);
	}

}
