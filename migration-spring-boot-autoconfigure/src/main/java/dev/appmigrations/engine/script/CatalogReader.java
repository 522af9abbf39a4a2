package dev.appmigrations.engine.script;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

import dev.appmigrations.engine.migration.BackfillMigration;
import dev.appmigrations.engine.migration.BackfillSpec;
import dev.appmigrations.engine.migration.Callbacks;
import dev.appmigrations.engine.migration.Checksum;
import dev.appmigrations.engine.migration.Declarations;
import dev.appmigrations.engine.migration.EarlierReading;
import dev.appmigrations.engine.migration.Migration;
import dev.appmigrations.engine.migration.MigrationKind;
import dev.appmigrations.engine.migration.MigrationVersion;
import dev.appmigrations.engine.migration.Phase;
import dev.appmigrations.engine.migration.Problem;
import dev.appmigrations.engine.migration.Script;
import dev.appmigrations.engine.migration.ScriptPart;
import dev.appmigrations.engine.migration.SqlMigration;
import dev.appmigrations.engine.migration.Unit;
import dev.appmigrations.engine.script.Rollbacks.Named;
import dev.appmigrations.engine.sql.MalformedScriptException;
import dev.appmigrations.engine.sql.SqlSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Makes the catalog of migrations: finds the files, reads their names, pairs each
 * rollback with its migration, and parses them. Whatever is wrong with a file becomes a
 * problem, so that all of them are reported together.
 */
public final class CatalogReader {

	private final ScriptSource source;

	private final List<Location> locations;

	private final Placeholders placeholders;

	private final Layout layout;

	private final List<? extends Migration> others;

	private final Supplier<MigrationCatalog> reading;

	/**
	 * Creates a reader that recognises the layout of each location.
	 * @param source finds files
	 * @param locations where to look
	 * @param placeholders what to replace
	 */
	public CatalogReader(ScriptSource source, List<Location> locations, Placeholders placeholders) {
		this(source, locations, placeholders, Layout.AUTO, List.of());
	}

	/**
	 * Creates a reader.
	 * @param source finds files
	 * @param locations where to look
	 * @param placeholders what to replace
	 * @param layout how the files are named
	 * @param others migrations that are no files
	 */
	public CatalogReader(ScriptSource source, List<Location> locations, Placeholders placeholders, Layout layout,
			List<? extends Migration> others) {
		this.others = List.copyOf(others);
		this.layout = layout;
		this.source = source;
		this.locations = List.copyOf(locations);
		this.placeholders = placeholders;
		this.reading = () -> read(source);
	}

	private CatalogReader(CatalogReader reader, Supplier<MigrationCatalog> reading) {
		this.layout = reader.layout;
		this.source = reader.source;
		this.locations = reader.locations;
		this.placeholders = reader.placeholders;
		this.others = reader.others;
		this.reading = reading;
	}

	/**
	 * Returns a reader for many runs that follow each other, during which no file
	 * changes.
	 * @return a reader that reads once, and gives the same catalog each time
	 * @throws dev.appmigrations.engine.migration.MigrationException if a location cannot
	 * be read
	 */
	public CatalogReader fixed() {
		MigrationCatalog fixed = read();
		return new CatalogReader(this, () -> fixed);
	}

	/**
	 * Returns a reader for those who look often and write nothing: it reads only when
	 * files seem to have changed. Equal sizes and times do not prove that.
	 * @return a reader that keeps what it has read, for several threads
	 */
	public CatalogReader keeping() {
		return new CatalogReader(this, new KeptCatalog(this.source, this.locations, this::read));
	}

	/**
	 * Reads all files.
	 * @return the catalog
	 * @throws dev.appmigrations.engine.migration.MigrationException if a location cannot
	 * be read
	 */
	public MigrationCatalog read() {
		return this.reading.get();
	}

	private MigrationCatalog read(ScriptSource source) {
		ScriptFiles files = ScriptFiles.find(source, this.locations, this.layout);
		return new Run(files.problems()).read(files.scripts());
	}

	/**
	 * Reads the rollback that the history keeps of a migration whose file is gone.
	 * @param name the name of the migration
	 * @param version its version, {@code null} for a repeatable one
	 * @param downScript the text that is kept, {@code null} for none
	 * @return the migration, with nothing but its rollback; {@code null} if there is none
	 * that can be read
	 */
	public @Nullable Migration kept(String name, @Nullable MigrationVersion version, @Nullable String downScript) {
		if (downScript == null) {
			return null;
		}
		Run run = new Run(List.of());
		Script script = new KeptScript(name, downScript);
		Undo undo = run.rollback(script, name);
		ScriptPart down = undo.part();
		ScriptPart nothing = ScriptPart.empty(script);
		if (down == null) {
			return null;
		}
		SqlMigration migration = new SqlMigration(name, version, ScriptName.parse(name).description(),
				(version != null) ? MigrationKind.VERSIONED : MigrationKind.REPEATABLE, Phase.EXPAND, Duration.ZERO,
				new Checksum("0"), List.of(), nothing, down, null, EarlierReading.SAME, undo.declared());
		ParsedScript.Backfill walked = undo.backfill();
		return (walked != null) ? run.backfill(migration, walked.spec(), undo) : migration;
	}

	/**
	 * A script that the history keeps.
	 *
	 * @param fileName the name of the migration that it undoes
	 * @param text its text
	 */
	private record KeptScript(String fileName, String text) implements Script {

		@Override
		public String path() {
			return "the rollback kept of " + this.fileName;
		}

		@Override
		public InputStream open() {
			return new ByteArrayInputStream(this.text.getBytes(StandardCharsets.UTF_8));
		}

	}

	/**
	 * The state of one reading.
	 */
	private final class Run {

		private final ScriptParser parser = new ScriptParser(CatalogReader.this.placeholders);

		private final List<Migration> migrations = new ArrayList<>();

		private final List<Problem> problems;

		private final Set<String> orderedByName = new HashSet<>();

		private final Map<Callbacks.Moment, List<SqlMigration>> callbacks = new EnumMap<>(Callbacks.Moment.class);

		Run(List<Problem> problems) {
			this.problems = new ArrayList<>(problems);
		}

		MigrationCatalog read(List<Script> scripts) {
			List<Named> forward = new ArrayList<>(scripts.size());
			List<Named> backward = new ArrayList<>();
			for (Script script : scripts) {
				ScriptName name = name(script);
				switch (name.form()) {
					case VERSIONED, REPEATABLE -> forward.add(new Named(script, name));
					case ROLLBACK -> backward.add(new Named(script, name));
					case CALLBACK -> addCallback(script, name);
					case BASELINE -> this.problems.add(ScriptProblems.unsupported(script, name));
					case MISNAMED -> this.problems.add(ScriptProblems.misnamed(script));
				}
			}
			Rollbacks rollbacks = Rollbacks.pair(forward, backward);
			for (Named file : forward) {
				addMigration(file.script(), file.name(), rollbacks.byMigration().get(file.script().fileName()));
			}
			this.problems.addAll(rollbacks.problems());
			this.migrations.addAll(CatalogReader.this.others);
			return new MigrationCatalog(this.migrations, this.problems, this.orderedByName, callbacks());
		}

		private void addCallback(Script script, ScriptName name) {
			Callbacks.Moment moment = Callbacks.Moment.of(script.fileName());
			if (moment == null) {
				this.problems.add(ScriptProblems.unsupported(script, name));
				return;
			}
			try {
				ParsedScript parsed = parse(script, false, false, this.problems);
				if (parsed == null) {
					return;
				}
				List<Unit> units = parsed.up().units();
				boolean together = units.isEmpty()
						|| (units.size() == 1 && units.get(0).mode() == Unit.Mode.TRANSACTION);
				if (!together || parsed.backfill() != null || parsed.down() != null) {
					this.problems.add(ScriptProblems.callbackInParts(script));
					return;
				}
				this.callbacks.computeIfAbsent(moment, (first) -> new ArrayList<>())
					.add(new SqlMigration(script.fileName(), null, "", MigrationKind.REPEATABLE, Phase.EXPAND,
							parsed.checksum(), List.of(), parsed.up(), null));
			}
			catch (UnusableScriptException ex) {
				this.problems.add(ScriptProblems.unusable(script, ex));
			}
			catch (SqlSyntaxException ex) {
				this.problems.add(ScriptProblems.syntax(script, ex));
			}
		}

		/** By the order of their names, as Flyway has it. */
		private Callbacks callbacks() {
			if (this.callbacks.isEmpty()) {
				return Callbacks.NONE;
			}
			this.callbacks.values().forEach((scripts) -> scripts.sort(Comparator.comparing(SqlMigration::name)));
			return new Callbacks(this.callbacks);
		}

		private ScriptName name(Script script) {
			if (script instanceof NamedScript named) {
				if (named.orderedByName()) {
					this.orderedByName.add(named.fileName());
				}
				return named.name();
			}
			return ScriptName.parse(script.fileName());
		}

		private void addMigration(Script script, ScriptName name, @Nullable Script rollback) {
			MigrationVersion version = name.version();
			boolean replaced = name.form() == ScriptName.Form.REPEATABLE;
			Undo undo = (rollback != null) ? rollback(rollback, script.fileName()) : Undo.NONE;
			ParsedScript parsed;
			try {
				parsed = parse(script, replaced, false, this.problems);
			}
			catch (UnusableScriptException ex) {
				addUnusable(script, name, ScriptProblems.unusable(script, ex), ex.isChanged());
				return;
			}
			catch (SqlSyntaxException ex) {
				addUnusable(script, name, ScriptProblems.syntax(script, ex), ex.isNul());
				return;
			}
			if (parsed == null) {
				return;
			}
			ParsedScript.Backfill walked = parsed.backfill();
			if (walked != null && version == null) {
				this.problems.add(ScriptProblems.unusable(script, UnusableScriptException.section(walked.position(),
						"a repeatable migration cannot be a backfill: it would have to begin again in the middle",
						"Give the file a version.")));
				return;
			}
			Undo own = Undo.section(parsed);
			if (own.part() != null && undo.part() != null && rollback != null) {
				this.problems.add(ScriptProblems.secondRollback(rollback, script.fileName()));
			}
			undo = own.or(undo);
			SqlMigration migration = new SqlMigration(script.fileName(), version, name.description(),
					(version != null) ? MigrationKind.VERSIONED : MigrationKind.REPEATABLE, parsed.header().phase(),
					parsed.header().soak(), parsed.checksum(), parsed.header().requirements(), parsed.up(), undo.part(),
					null, (parsed.changed()) ? earlier(script, replaced) : EarlierReading.SAME, undo.declared());
			this.migrations
				.add((walked != null) ? backfill(migration, walked.spec(), undo) : ordinary(migration, undo));
		}

		/** A rollback that names no batch is ordinary SQL. */
		private BackfillMigration backfill(SqlMigration migration, BackfillSpec spec, Undo undo) {
			ScriptPart down = undo.part();
			ParsedScript.Backfill own = undo.backfill();
			try {
				if (down != null && BatchRange.isIn(down, CatalogReader.this.placeholders)) {
					return new BackfillMigration(migration, spec, (own != null) ? own.spec() : spec.backwards());
				}
				if (down != null && own != null) {
					this.problems.add(strayBackfill(down.script(), own, migration.name(),
							"no statement of the rollback has :from and :to", "Remove the directive 'backfill', or"
									+ " let the statements change the rows whose key is between :from and :to."));
				}
			}
			catch (IOException ex) {
				this.problems.add(ScriptProblems.unreadableRollback(ScriptProblems.unreadable(down.script(), ex),
						migration.name(), down.script()));
			}
			return new BackfillMigration(migration, spec);
		}

		private Migration ordinary(SqlMigration migration, Undo undo) {
			ParsedScript.Backfill walked = undo.backfill();
			ScriptPart down = undo.part();
			if (walked != null && down != null) {
				this.problems.add(strayBackfill(down.script(), walked, migration.name(),
						"the rollback is a backfill, but its migration is none",
						"Remove the directive 'backfill' here, or write it in the migration too."));
			}
			return migration;
		}

		private static Problem strayBackfill(Script script, ParsedScript.Backfill backfill, String migration,
				String problem, String remedy) {
			return ScriptProblems.unreadableRollback(ScriptProblems.unusable(script,
					UnusableScriptException.section(backfill.position(), problem, remedy)), migration, script);
		}

		private EarlierText earlier(Script script, boolean replaced) {
			return new EarlierText(script, (replaced) ? CatalogReader.this.placeholders : Placeholders.NONE);
		}

		/**
		 * Takes a script that may not run. Where release 0.1 could have run it, it is a
		 * migration that may be applied already.
		 */
		private void addUnusable(Script script, ScriptName name, Problem problem, boolean changed) {
			Checksum checksum = (changed) ? earlier(script, name.form() == ScriptName.Form.REPEATABLE).checksum()
					: null;
			if (checksum == null) {
				this.problems.add(problem);
				return;
			}
			MigrationVersion version = name.version();
			this.migrations.add(new SqlMigration(script.fileName(), version, name.description(),
					(version != null) ? MigrationKind.VERSIONED : MigrationKind.REPEATABLE, Phase.EXPAND, Duration.ZERO,
					checksum, List.of(), ScriptPart.empty(script), null, problem, EarlierReading.SAME,
					Declarations.NONE));
		}

		/** Problems of a rollback matter only to those who roll back. */
		private Undo rollback(Script script, String migration) {
			List<Problem> found = new ArrayList<>();
			ParsedScript parsed = null;
			try {
				parsed = parse(script, false, true, found);
			}
			catch (UnusableScriptException ex) {
				found.add(ScriptProblems.unusable(script, ex));
			}
			catch (SqlSyntaxException ex) {
				found.add(ScriptProblems.syntax(script, ex));
			}
			for (Problem problem : found) {
				this.problems.add(ScriptProblems.unreadableRollback(problem, migration, script));
			}
			return (parsed != null) ? Undo.file(parsed) : Undo.NONE;
		}

		private @Nullable ParsedScript parse(Script script, boolean replaced, boolean rollback,
				List<Problem> problems) {
			try {
				return this.parser.parse(script, replaced, rollback);
			}
			catch (MalformedScriptException ex) {
				problems.add(ScriptProblems.malformed(script, ex));
			}
			catch (IOException ex) {
				problems.add(ScriptProblems.unreadable(script, ex));
			}
			return null;
		}

	}

}
