package dev.appmigrations.engine.history;

import java.util.List;

import dev.appmigrations.engine.migration.DatabaseFacts;
import dev.appmigrations.engine.migration.ErrorCode;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.wording.Message;
import dev.appmigrations.engine.wording.Setting;
import org.jspecify.annotations.Nullable;

/**
 * The state of the database at one reading.
 *
 * @param facts about the database and the session
 * @param state whether the history table is there
 * @param table the name of the history table, without its schema
 * @param applied the rows in the order in which they were written
 * @param progress what has begun and is not finished
 * @param content what the schema holds where there is no history
 * @param registry whether the table of instances is there
 * @param trust what is known of the tables themselves
 * @param shared where the instances are, {@code null} if that is beside the history
 */
public record HistorySnapshot(DatabaseFacts facts, State state, String table, List<AppliedMigration> applied,
		List<Progress> progress, SchemaContent content, boolean registry, TableTrust trust,
		@Nullable SharedInstances shared) {

	public HistorySnapshot {
		applied = List.copyOf(applied);
		progress = List.copyOf(progress);
	}

	/**
	 * Creates a snapshot of a history that has its instances beside it.
	 * @param facts about the database and the session
	 * @param state whether the history table is there
	 * @param table the name of the history table, without its schema
	 * @param applied the rows in the order in which they were written
	 * @param progress what has begun and is not finished
	 * @param content what the schema holds where there is no history
	 * @param registry whether the table of instances is there
	 * @param trust what is known of the tables themselves
	 */
	public HistorySnapshot(DatabaseFacts facts, State state, String table, List<AppliedMigration> applied,
			List<Progress> progress, SchemaContent content, boolean registry, TableTrust trust) {
		this(facts, state, table, applied, progress, content, registry, trust, null);
	}

	/**
	 * Returns the same for a history that shares its instances with others.
	 * @param others where the instances are, {@code null} if that is beside the history
	 * @return a new snapshot
	 */
	HistorySnapshot with(@Nullable SharedInstances others) {
		return (others != null) ? new HistorySnapshot(this.facts, this.state, this.table, this.applied, this.progress,
				this.content, this.registry, this.trust, others) : this;
	}

	/**
	 * Replaces what is known of the tables themselves.
	 * @param trust how far they are trusted
	 * @return a new snapshot
	 */
	public HistorySnapshot with(TableTrust trust) {
		return new HistorySnapshot(this.facts, this.state, this.table, this.applied, this.progress, this.content,
				this.registry, trust, this.shared);
	}

	/**
	 * Returns the names of the tables.
	 * @return the names
	 * @throws MigrationException if there is no schema for them
	 */
	public HistoryTables tables() {
		String schema = this.facts.schema();
		if (schema == null) {
			throw new MigrationException(ErrorCode.HISTORY_UNUSABLE,
					"Database \"" + this.facts.database() + "\" has none of the schemas in the search path of role \""
							+ this.facts.role() + "\", so that there is no place for the migration history.",
					Message.of("Set ")
						.and(Setting.SCHEMA)
						.and(" (it is created where it is missing), or the search path of the role."),
					null);
		}
		return new HistoryTables(schema, this.table, this.trust.named());
	}

	/**
	 * Makes sure, at the beginning of a transaction, that the tables are those that were
	 * judged.
	 * @return statements, possibly none
	 */
	public List<String> pin() {
		return TablePin.statements(tables(), this.trust);
	}

	/**
	 * Makes sure of the log, in front of a record.
	 * @return statements, possibly none
	 */
	public List<String> pinLog() {
		return TablePin.log(tables(), this.trust);
	}

	/**
	 * Whether the history table is there.
	 */
	public enum State {

		/** There is none. */
		ABSENT,

		/** It lacks columns, which the next run adds. */
		OUTDATED,

		/** It has all columns. */
		CURRENT

	}

}
