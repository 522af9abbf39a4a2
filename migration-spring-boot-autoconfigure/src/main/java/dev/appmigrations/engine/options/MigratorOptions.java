package dev.appmigrations.engine.options;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.appmigrations.engine.Migrator;
import dev.appmigrations.engine.adopt.ForeignTool;
import dev.appmigrations.engine.adopt.ForeignTools;
import dev.appmigrations.engine.history.HistoryTables;
import dev.appmigrations.engine.migration.MigrationVersion;
import dev.appmigrations.engine.plan.Policies;
import dev.appmigrations.engine.script.Layout;
import dev.appmigrations.engine.script.Location;
import org.jspecify.annotations.Nullable;

/**
 * The options of a {@link Migrator}, beside where to connect.
 *
 * @param scripts where the scripts are and what is replaced in them
 * @param history where the history is
 * @param waiting for how long to wait for others
 * @param rules what becomes of what is unusual
 * @param identity who migrates
 */
public record MigratorOptions(Scripts scripts, History history, Waiting waiting, Rules rules, Identity identity) {

	/** The folder that is searched unless the options say otherwise. */
	public static final String DEFAULT_LOCATION = Location.DEFAULT.toString();

	/**
	 * Returns the options that hold unless others are given.
	 * @return the defaults
	 */
	public static MigratorOptions defaults() {
		return new MigratorOptions(new Scripts(List.of(Location.DEFAULT), Map.of()),
				new History(null, HistoryTables.DEFAULT_HISTORY, false),
				new Waiting(Duration.ofSeconds(30), null, Duration.ofSeconds(30), LockLimits.DEFAULT),
				new Rules(Policies.DEFAULT, null, null, Adopt.OFF, SafetyOptions.DEFAULT), new Identity(null, null));
	}

	/**
	 * Returns the same options with other scripts.
	 * @param scripts where the scripts are
	 * @return new options
	 */
	public MigratorOptions with(Scripts scripts) {
		return new MigratorOptions(scripts, this.history, this.waiting, this.rules, this.identity);
	}

	/**
	 * Returns the same options with another history.
	 * @param history where the history is
	 * @return new options
	 */
	public MigratorOptions with(History history) {
		return new MigratorOptions(this.scripts, history, this.waiting, this.rules, this.identity);
	}

	/**
	 * Returns the same options with other times to wait.
	 * @param waiting for how long to wait
	 * @return new options
	 */
	public MigratorOptions with(Waiting waiting) {
		return new MigratorOptions(this.scripts, this.history, waiting, this.rules, this.identity);
	}

	/**
	 * Returns the same options with other rules.
	 * @param rules what becomes of what is unusual
	 * @return new options
	 */
	public MigratorOptions with(Rules rules) {
		return new MigratorOptions(this.scripts, this.history, this.waiting, rules, this.identity);
	}

	/**
	 * Returns the same options with another identity.
	 * @param identity who migrates
	 * @return new options
	 */
	public MigratorOptions with(Identity identity) {
		return new MigratorOptions(this.scripts, this.history, this.waiting, this.rules, identity);
	}

	/**
	 * The scripts.
	 *
	 * @param locations where they are; at least one
	 * @param placeholders the values of placeholders; with none, nothing is replaced
	 * @param layout how the files are named
	 */
	public record Scripts(List<Location> locations, Map<String, String> placeholders, Layout layout) {

		public Scripts {
			locations = List.copyOf(locations);
			placeholders = Map.copyOf(placeholders);
			if (locations.isEmpty()) {
				throw new IllegalArgumentException("There is at least one location");
			}
		}

		/**
		 * Creates scripts whose layout is recognised.
		 * @param locations where they are; at least one
		 * @param placeholders the values of placeholders
		 */
		public Scripts(List<Location> locations, Map<String, String> placeholders) {
			this(locations, placeholders, Layout.AUTO);
		}

		// The values may be passwords.
		@Override
		public String toString() {
			return "Scripts[locations=" + this.locations + ", placeholders=" + this.placeholders.keySet() + ", layout="
					+ this.layout.label() + "]";
		}

	}

	/**
	 * The history.
	 *
	 * @param schema its schema; {@code null} for the one where the search path finds the
	 * table, or else the current schema
	 * @param table the name of its table, without a schema
	 * @param keepsRollbacks whether it keeps the scripts that undo migrations, so that a
	 * release without the file can run them
	 */
	public record History(@Nullable String schema, String table, boolean keepsRollbacks) {

		public History {
			HistoryTables.requireNames(schema, table);
		}

	}

	/**
	 * How long to wait.
	 *
	 * @param database for a database that is not up yet; zero for not at all
	 * @param advisoryLock for another instance that migrates; {@code null} for as long as
	 * it is alive
	 * @param replay on a standby, for the primary's work to arrive
	 * @param statements for the locks that statements of scripts take
	 * @param network how long the server waits for a client that does not acknowledge
	 * what it was sent, before it ends the session and its lock is free; zero for as long
	 * as the server's operating system does
	 */
	public record Waiting(Duration database, @Nullable Duration advisoryLock, Duration replay, LockLimits statements,
			Duration network) {

		/**
		 * Linux counts a client that reads nothing as one that does not answer, so that a
		 * shorter time would end those that only pause.
		 */
		public static final Duration NETWORK = Duration.ofSeconds(60);

		public Waiting {
			if (database.isNegative() || replay.isNegative() || (advisoryLock != null && advisoryLock.isNegative())
					|| network.isNegative()) {
				throw new IllegalArgumentException("A time to wait is not negative");
			}
		}

		/**
		 * Creates times to wait, with the usual one for the network.
		 * @param database for a database that is not up yet; zero for not at all
		 * @param advisoryLock for another instance that migrates; {@code null} for as
		 * long as it is alive
		 * @param replay on a standby, for the primary's work to arrive
		 * @param statements for the locks that statements of scripts take
		 */
		public Waiting(Duration database, @Nullable Duration advisoryLock, Duration replay, LockLimits statements) {
			this(database, advisoryLock, replay, statements, NETWORK);
		}

	}

	/**
	 * The handling of unusual situations.
	 *
	 * @param policies of late, missing and changed files
	 * @param target the last version to apply, {@code null} for all
	 * @param baseline in a schema that has tables and no history, what is pending at or
	 * below this version is marked as applied and does not run; {@code null} for nothing
	 * @param adopt what becomes of another tool's history where there is none of ours
	 * @param safety what becomes of what would harm a running application
	 * @param backfills how backfills run
	 */
	public record Rules(Policies policies, @Nullable MigrationVersion target, @Nullable MigrationVersion baseline,
			Adopt adopt, SafetyOptions safety, BackfillOptions backfills) {

		/**
		 * Creates rules with backfills in the background.
		 * @param policies of late, missing and changed files
		 * @param target the last version to apply
		 * @param baseline what is marked as applied
		 * @param adopt what becomes of another tool's history
		 * @param safety what becomes of what would harm a running application
		 */
		public Rules(Policies policies, @Nullable MigrationVersion target, @Nullable MigrationVersion baseline,
				Adopt adopt, SafetyOptions safety) {
			this(policies, target, baseline, adopt, safety, BackfillOptions.DEFAULT);
		}

	}

	/**
	 * The handling of another tool's history where there is none of ours.
	 *
	 * @param mode what to do
	 * @param tool the name of the tool; empty but for {@link Mode#TOOL}
	 */
	public record Adopt(Mode mode, String tool) {

		/** A run stops, and tells what was found. */
		public static final Adopt OFF = new Adopt(Mode.OFF, "");

		/**
		 * Reads the value of {@code app.migrations.adopt}.
		 * @param text {@code off}, {@code auto}, {@code ignore} or the name of a tool
		 * @return what it says
		 * @throws IllegalArgumentException if there is no such tool
		 */
		public static Adopt parse(String text) {
			for (Mode mode : List.of(Mode.OFF, Mode.AUTO, Mode.IGNORE)) {
				if (mode.name().equalsIgnoreCase(text)) {
					return new Adopt(mode, "");
				}
			}
			String tool = text.toLowerCase(Locale.ROOT);
			if (ForeignTools.byId(tool).isEmpty()) {
				throw new IllegalArgumentException("'" + text + "' is not off, auto, ignore or one of "
						+ String.join(", ", ForeignTools.all().stream().map(ForeignTool::id).toList()));
			}
			return new Adopt(Mode.TOOL, tool);
		}

		/**
		 * The action to take.
		 */
		public enum Mode {

			/** A run stops, and tells what was found. */
			OFF,

			/** It is taken over if all of it has files. */
			AUTO,

			/** The history of one tool is adopted as far as it has files. */
			TOOL,

			/** It belongs to something else. */
			IGNORE

		}

	}

	/**
	 * The application that migrates.
	 *
	 * @param application the name of the application, {@code null} if it has none
	 * @param release its release, {@code null} if it is not known
	 */
	public record Identity(@Nullable String application, @Nullable String release) {

	}

}
