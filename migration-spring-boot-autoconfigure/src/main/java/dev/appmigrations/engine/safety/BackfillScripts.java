package dev.appmigrations.engine.safety;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import dev.appmigrations.engine.migration.BackfillSpec;
import dev.appmigrations.engine.safety.ReadScript.Statement;
import dev.appmigrations.engine.safety.rule.KnownBackfill;

/**
 * The backfills among scripts that are judged together.
 *
 * @param scripts all scripts
 * @param backfills those of them that are backfills
 * @param applied other backfills, which are applied
 */
record BackfillScripts(List<LintedScript> scripts, List<ReadScript> backfills, List<ReadScript> applied) {

	/** There are no backfills. */
	static final BackfillScripts NONE = new BackfillScripts(List.of(), List.of(), List.of());

	static BackfillScripts of(List<ReadScript> before, List<ReadScript> scripts, List<ReadScript> applied) {
		List<LintedScript> all = new ArrayList<>();
		List<ReadScript> backfills = new ArrayList<>();
		for (List<ReadScript> some : List.of(before, scripts)) {
			for (ReadScript script : some) {
				all.add(script.script());
				if (script.script().backfill() != null) {
					backfills.add(script);
				}
			}
		}
		return new BackfillScripts(all, backfills, applied);
	}

	/** The backfills of others, as a script sees them. */
	List<KnownBackfill> before(LintedScript script) {
		if (this.backfills.isEmpty() && this.applied.isEmpty()) {
			return List.of();
		}
		Set<String> required = required(script);
		List<KnownBackfill> known = new ArrayList<>();
		for (ReadScript read : this.backfills) {
			add(read, script, required.contains(read.script().name()), known);
		}
		for (ReadScript read : this.applied) {
			add(read, script, true, known);
		}
		return known;
	}

	private static void add(ReadScript read, LintedScript script, boolean required, List<KnownBackfill> known) {
		LintedScript backfill = read.script();
		BackfillSpec spec = backfill.backfill();
		if (spec != null && !backfill.name().equals(script.name())
				&& known.stream().noneMatch((other) -> other.name().equals(backfill.name()))) {
			known.add(new KnownBackfill(backfill.name(), reference(backfill), spec, words(read), required));
		}
	}

	private static String reference(LintedScript script) {
		return (script.version() != null) ? script.version().toString() : script.name();
	}

	private static Set<String> words(ReadScript read) {
		List<String> texts = new ArrayList<>();
		for (Statement statement : read.statements()) {
			texts.add(statement.statement().text());
		}
		return KnownBackfill.words(texts);
	}

	/** The names of those that a script requires, directly or not. */
	private Set<String> required(LintedScript script) {
		Set<String> found = new HashSet<>();
		List<LintedScript> left = new ArrayList<>(List.of(script));
		for (int i = 0; i < left.size(); i++) {
			for (LintedScript other : this.scripts) {
				List<String> requirements = left.get(i).requirements();
				if ((requirements.contains(other.name()) || requirements.contains(reference(other)))
						&& found.add(other.name())) {
					left.add(other);
				}
			}
		}
		return found;
	}

}
