package dev.appmigrations.engine.safety;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

import dev.appmigrations.engine.migration.Phase;
import dev.appmigrations.engine.safety.facts.RelationFacts;
import dev.appmigrations.engine.safety.rule.Circumstances;
import dev.appmigrations.engine.safety.rule.Effect;
import dev.appmigrations.engine.safety.rule.Harm;
import dev.appmigrations.engine.safety.rule.Hazard;
import dev.appmigrations.engine.safety.rule.ReleaseState;
import dev.appmigrations.engine.safety.state.TableState;
import org.jspecify.annotations.Nullable;

/**
 * Judges how bad a hazard is for this database: the only place that knows what is new,
 * small, or used by nobody.
 */
final class Severity {

	/**
	 * Bytes in a second, measured on servers with local disks and cold caches; a guess
	 * for any other.
	 */
	private static final long SCAN_RATE = 450_000_000;

	private static final long BUILD_RATE = 45_000_000;

	private static final long REWRITE_RATE = 60_000_000;

	/** Rows in a second. */
	private static final long CHANGE_RATE = 40_000;

	private static final int MILLIS = 1000;

	private final LintSettings settings;

	private final Circumstances circumstances;

	Severity(LintSettings settings, Circumstances circumstances) {
		this.settings = settings;
		this.circumstances = circumstances;
	}

	/**
	 * Judges a hazard.
	 * @param harm what it does
	 * @param hazard the hazard
	 * @return the verdict, {@code null} if it is nothing at all
	 */
	@Nullable Verdict of(Harm harm, Hazard hazard) {
		List<TableState> tables = hazard.tables();
		boolean unused = !tables.isEmpty() && tables.stream().allMatch(Severity::isUnused);
		if (unused && harm != Harm.FAILS) {
			return null;
		}
		return switch (harm) {
			case OFFLINE, WRITES_BLOCKED -> outOfUse(hazard);
			case BREAKS_OLD_RELEASE -> breaks(hazard);
			case FAILS -> new Verdict((hazard.certain()) ? Level.FAIL : Level.WARN, null, null);
			case LOSES_DATA -> loses(hazard);
		};
	}

	/** Nobody can be using what does not exist before the run. */
	private static boolean isUnused(TableState table) {
		return table.origin() == TableState.Origin.NEW || table.origin() == TableState.Origin.ABSENT;
	}

	private Verdict outOfUse(Hazard hazard) {
		String harmless = (hazard.rows() != null) ? null : harmless(hazard.tables());
		if (harmless != null) {
			return new Verdict(Level.INFO, harmless, null);
		}
		Duration predicted = predict(hazard);
		boolean tooLong = predicted != null && predicted.compareTo(this.settings.longestBlock()) > 0;
		return new Verdict((tooLong && hazard.certain()) ? Level.FAIL : Level.WARN, null, predicted);
	}

	/** Why what happens to tables is brief, {@code null} if it may not be. */
	private @Nullable String harmless(List<TableState> tables) {
		String reason = null;
		for (TableState table : tables) {
			RelationFacts facts = table.facts();
			if (isUnused(table)) {
				continue;
			}
			if (facts == null) {
				return null;
			}
			if (Boolean.TRUE.equals(facts.empty())) {
				reason = table.name().name() + " has no rows";
			}
			else if (facts.isSmall(this.settings.smallBytes(), this.settings.smallRows())) {
				reason = table.name().name() + " has " + rows(facts.rows()) + " rows";
			}
			else {
				return null;
			}
		}
		return reason;
	}

	private static String rows(double rows) {
		return String.format(Locale.ROOT, "%,.0f", rows);
	}

	private static @Nullable Duration predict(Hazard hazard) {
		if (hazard.rows() != null) {
			return Duration.ofMillis(hazard.rows() * MILLIS / CHANGE_RATE);
		}
		double seconds = 0;
		for (TableState table : hazard.tables()) {
			RelationFacts facts = table.facts();
			if (isUnused(table)) {
				continue;
			}
			if (facts == null || facts.bytes() < 0 || facts.indexBytes() < 0) {
				return null;
			}
			seconds += seconds(hazard.effect(), facts);
		}
		return (hazard.tables().isEmpty()) ? null : Duration.ofMillis(Math.round(seconds * MILLIS));
	}

	/**
	 * Predicts how long a statement takes with one table, once it has its locks.
	 * @param effect what the time depends on
	 * @param facts the table, whose sizes are known
	 * @return a number of seconds
	 */
	static double seconds(Effect effect, RelationFacts facts) {
		return switch (effect) {
			case BRIEF -> 0;
			case SCAN -> (double) facts.bytes() / SCAN_RATE;
			case INDEX_BUILD -> (double) facts.bytes() / BUILD_RATE;
			case REWRITE -> (double) (facts.bytes() + facts.indexBytes()) / REWRITE_RATE;
			case ROWS -> Math.max(0, facts.rows()) / CHANGE_RATE;
		};
	}

	private Verdict breaks(Hazard hazard) {
		if (this.circumstances.phase() == Phase.CONTRACT) {
			return new Verdict(Level.INFO, "it waits until the older release is gone", null);
		}
		if (this.circumstances.olderRelease() == ReleaseState.GONE) {
			return new Verdict(Level.INFO, "no older release is alive", null);
		}
		return new Verdict((hazard.certain()) ? Level.FAIL : Level.WARN, null, null);
	}

	private Verdict loses(Hazard hazard) {
		boolean allEmpty = !hazard.tables().isEmpty() && hazard.tables().stream().allMatch((table) -> {
			RelationFacts facts = table.facts();
			return facts != null && Boolean.TRUE.equals(facts.empty());
		});
		if (allEmpty && hazard.evidence().isEmpty()) {
			return new Verdict(Level.INFO, hazard.tables().get(0).name().name() + " has no rows", null);
		}
		return new Verdict(Level.WARN, null, null);
	}

	/**
	 * How bad a hazard is.
	 *
	 * @param level the level
	 * @param dismissal why it does no harm here, {@code null} if it does
	 * @param predicted how long the harm lasts, {@code null} if that is not known
	 */
	record Verdict(Level level, @Nullable String dismissal, @Nullable Duration predicted) {

	}

}
