package dev.appmigrations.engine.safety;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

import dev.appmigrations.engine.safety.facts.SchemaFacts;
import dev.appmigrations.engine.safety.rule.Circumstances;
import dev.appmigrations.engine.safety.rule.Harm;
import dev.appmigrations.engine.safety.rule.ReleaseState;
import dev.appmigrations.engine.safety.state.SchemaState;
import dev.appmigrations.engine.safety.state.TableState;
import dev.appmigrations.engine.script.Placeholders;
import org.jspecify.annotations.Nullable;

/**
 * Judges migrations, in the order in which they run, by their text and by what is known
 * of the database.
 */
public final class Linter {

	private final LintSettings settings;

	private final Placeholders placeholders;

	/**
	 * Creates a linter.
	 * @param settings what counts as harmful
	 * @param placeholders what is replaced in scripts
	 */
	public Linter(LintSettings settings, Placeholders placeholders) {
		this.settings = settings;
		this.placeholders = placeholders;
	}

	/**
	 * Reads scripts, once for the names in them and for the judgement.
	 * @param scripts the scripts in the order in which they run
	 * @return what was read
	 * @throws UncheckedIOException if one cannot be read
	 */
	public List<ReadScript> read(List<LintedScript> scripts) {
		List<ReadScript> all = new ArrayList<>();
		for (LintedScript script : scripts) {
			ReadScript read = new ReadScript(script);
			try (Reader text = this.placeholders.reader(script.part().script())) {
				new ScriptStatementReader(read::keep, read.allowances()::add, read.inFile()::add,
						script.backfill() != null)
					.read(text, script.first(), script.last());
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
			all.add(read);
		}
		return all;
	}

	/**
	 * Judges scripts of which others have run before.
	 * @param before scripts that are not judged: what they create is in use
	 * @param scripts the scripts in the order in which they run
	 * @param subject the database on which they run
	 * @param released whether each script is a release of its own, so that what it
	 * creates is in use when the next one runs
	 * @return the findings
	 * @throws UncheckedIOException if a script cannot be read
	 */
	public LintReport lint(List<ReadScript> before, List<ReadScript> scripts, Subject subject, boolean released) {
		List<Finding> findings = new ArrayList<>();
		SchemaState schema = subject.schema();
		BackfillScripts backfills = BackfillScripts.of(before, scripts, subject.backfills());
		for (ReadScript script : before) {
			lint(script, schema, subject, backfills, (finding) -> {
			});
		}
		if (!before.isEmpty()) {
			schema.settle();
		}
		for (ReadScript script : scripts) {
			lint(script, schema, subject, backfills, findings::add);
			if (released) {
				schema.settle();
			}
		}
		SchemaFacts facts = subject.facts();
		return new LintReport(scripts.stream().map((script) -> script.script().name()).toList(), findings,
				subject.serverVersion(), (facts != null) ? facts.readAt() : null, subject.unknown());
	}

	/**
	 * Judges rollbacks: all migrations are applied, and undone from the last to the
	 * first, while the release that they belong to is running. Their harm is a warning at
	 * most. That they drop what their migrations have added is what they are for, and no
	 * finding.
	 * @param before scripts that are not judged
	 * @param scripts the scripts that are undone, in the order in which they run
	 * @param rollbacks their rollbacks, as far as there are any, in the same order
	 * @param subject the database on which they run
	 * @return the findings
	 * @throws UncheckedIOException if a script cannot be read
	 */
	public List<Finding> lintRollbacks(List<ReadScript> before, List<ReadScript> scripts, List<ReadScript> rollbacks,
			Subject subject) {
		List<Finding> findings = new ArrayList<>();
		SchemaState schema = subject.schema();
		BackfillScripts backfills = BackfillScripts.of(before, scripts, subject.backfills());
		Subject untraced = subject.with(StatementTraces.NONE).with(RowEstimates.NONE);
		for (ReadScript script : before) {
			lint(script, schema, untraced, backfills, (finding) -> {
			});
		}
		if (!before.isEmpty()) {
			schema.settle();
		}
		for (ReadScript script : scripts) {
			lint(script, schema, untraced, backfills, (finding) -> {
			});
		}
		Set<String> added = new HashSet<>();
		for (TableState table : schema.tables()) {
			if (table.origin() == TableState.Origin.NEW) {
				added.add(table.name().toString());
			}
		}
		schema.settle();
		for (int i = rollbacks.size() - 1; i >= 0; i--) {
			lint(rollbacks.get(i), schema, untraced, BackfillScripts.NONE, (finding) -> {
				boolean ofAdded = !finding.objects().isEmpty() && added.containsAll(finding.objects());
				if (!ofAdded && !finding.harm().equals(Harm.BREAKS_OLD_RELEASE.label())) {
					findings.add(finding.atMost(Level.WARN));
				}
			});
		}
		return findings;
	}

	private void lint(ReadScript script, SchemaState schema, Subject subject, BackfillScripts backfills,
			Consumer<Finding> findings) {
		Circumstances circumstances = new Circumstances(subject.serverVersion(), script.script().phase(),
				(subject.newDatabase()) ? ReleaseState.GONE : subject.olderRelease(), script.script().backfill(),
				backfills.before(script.script()));
		try {
			new ScriptLinter(script, schema, circumstances, this.settings, subject.estimates(), subject.traces(),
					findings)
				.lint(this.placeholders);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * The database on which migrations run.
	 *
	 * @param facts what was read of it, {@code null} if nothing was
	 * @param newDatabase whether it is known to be empty
	 * @param serverVersion the version of PostgreSQL as in {@code server_version_num}
	 * @param olderRelease whether an older release uses it
	 * @param unknown why facts are not known, {@code null} if they are, or if nobody has
	 * looked
	 * @param estimates how many rows statements would change, as far as that was asked
	 * @param backfills the backfills that are applied
	 * @param traces what statements did on a scratch database, as far as they were traced
	 */
	public record Subject(@Nullable SchemaFacts facts, boolean newDatabase, int serverVersion,
			ReleaseState olderRelease, @Nullable String unknown, RowEstimates estimates, List<ReadScript> backfills,
			StatementTraces traces) {

		public Subject {
			backfills = List.copyOf(backfills);
		}

		/**
		 * Creates a database of which no rows were estimated and nothing was traced.
		 * @param facts what was read of it, {@code null} if nothing was
		 * @param newDatabase whether it is known to be empty
		 * @param serverVersion the version of PostgreSQL as in {@code server_version_num}
		 * @param olderRelease whether an older release uses it
		 * @param unknown why facts are not known, {@code null} if they are
		 */
		public Subject(@Nullable SchemaFacts facts, boolean newDatabase, int serverVersion, ReleaseState olderRelease,
				@Nullable String unknown) {
			this(facts, newDatabase, serverVersion, olderRelease, unknown, RowEstimates.NONE, List.of(),
					StatementTraces.NONE);
		}

		/**
		 * Adds how many rows statements would change.
		 * @param estimates the estimates
		 * @return the same with estimates
		 */
		public Subject with(RowEstimates estimates) {
			return new Subject(this.facts, this.newDatabase, this.serverVersion, this.olderRelease, this.unknown,
					estimates, this.backfills, this.traces);
		}

		/**
		 * Adds the backfills that are applied.
		 * @param applied their scripts
		 * @return the same with these backfills
		 */
		public Subject with(List<ReadScript> applied) {
			return new Subject(this.facts, this.newDatabase, this.serverVersion, this.olderRelease, this.unknown,
					this.estimates, applied, this.traces);
		}

		/**
		 * Adds what statements did on a scratch database.
		 * @param traces the traces
		 * @return the same with traces
		 */
		public Subject with(StatementTraces traces) {
			return new Subject(this.facts, this.newDatabase, this.serverVersion, this.olderRelease, this.unknown,
					this.estimates, this.backfills, traces);
		}

		/**
		 * Returns the schema before the first migration.
		 * @return a new state, to be advanced
		 */
		public SchemaState schema() {
			return (this.newDatabase) ? SchemaState.empty() : SchemaState.of(this.facts);
		}

		/**
		 * Returns a database of which nothing is known.
		 * @param serverVersion the version of PostgreSQL as in {@code server_version_num}
		 * @return the subject
		 */
		public static Subject unknown(int serverVersion) {
			return new Subject(null, false, serverVersion, ReleaseState.ASSUMED, null);
		}

	}

}
