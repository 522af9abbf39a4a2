package dev.appmigrations.actuate.health;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.appmigrations.autoconfigure.state.DatabaseState;
import dev.appmigrations.autoconfigure.state.DatabaseStates;
import dev.appmigrations.autoconfigure.state.TenantsState;
import dev.appmigrations.autoconfigure.wording.PropertyWording;
import dev.appmigrations.engine.migration.Problem;
import dev.appmigrations.engine.migration.ProblemGroups;
import dev.appmigrations.engine.report.BackfillReport;
import dev.appmigrations.engine.report.MigrationReport;
import dev.appmigrations.engine.report.PendingReport;
import dev.appmigrations.engine.report.WaitingReport;
import dev.appmigrations.engine.safety.FindingText;
import dev.appmigrations.engine.wording.Wording;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * The health {@code migrations}: what this instance knows of its databases, without
 * asking them.
 * <ol>
 * <li>{@code DOWN} if the run of its own start has failed.
 * <li>{@code OUT_OF_SERVICE} while it migrates in the background, or may not serve
 * because others take it for gone, or because something it needs was removed.
 * <li>Else {@code UP}. What all instances share, such as a backfill that has failed, is a
 * detail: to restart them, or take all of them out of service, would not help.
 * </ol>
 */
public final class MigrationsHealthIndicator implements HealthIndicator {

	/** A list of those that are not ready may be long. */
	private static final int MOST = 20;

	private final DatabaseStates states;

	private final Wording wording = new PropertyWording();

	/**
	 * Creates the indicator.
	 * @param states what the instance knows
	 */
	public MigrationsHealthIndicator(DatabaseStates states) {
		this.states = states;
	}

	@Override
	public Health health() {
		Map<String, Object> migrators = new LinkedHashMap<>();
		boolean failed = false;
		boolean suspended = false;
		for (DatabaseState database : this.states.all()) {
			failed |= database.hasStartFailed();
			suspended |= database.suspension() != null;
			migrators.put(database.name(), details(database));
		}
		Health.Builder health = Health.up();
		if (failed) {
			health = Health.down();
		}
		else if (suspended || this.states.isMigratingInBackground()) {
			health = Health.outOfService();
		}
		TenantsState tenants = this.states.tenants();
		if (tenants != null) {
			health.withDetail("tenants", details(tenants));
		}
		return health.withDetail("migrators", migrators).build();
	}

	private Map<String, Object> details(DatabaseState database) {
		Map<String, Object> details = new LinkedHashMap<>();
		MigrationReport report = database.report();
		Duration age = database.age();
		if (database.hasStartFailed()) {
			details.put("start", "failed");
		}
		if (database.suspension() != null) {
			details.put("suspended", database.suspension());
		}
		if (report != null && age != null) {
			details.put("state", (report.state() == MigrationReport.State.PENDING && database.pending().isEmpty())
					? MigrationReport.State.CURRENT.label() : report.state().label());
			details.put("readingAgeSeconds", age.toSeconds());
			putUnlessEmpty(details, "pending", first(database.pending().stream().map(PendingReport::name).toList()));
			putUnlessEmpty(details, "problems", problems(report));
			putUnlessEmpty(details, "findings",
					first(report.safety().findings().stream().map(FindingText::line).toList()));
		}
		putUnlessEmpty(details, "waiting", waiting(database));
		putUnlessEmpty(details, "backfills", backfills(database));
		return details;
	}

	/** Notes are no problems; what follows the first line is an excerpt of a script. */
	private List<String> problems(MigrationReport report) {
		return first(ProblemGroups.of(report.problems())
			.stream()
			.filter((problem) -> problem.severity() != Problem.Severity.NOTE)
			.map((problem) -> problem.description().in(this.wording).lines().findFirst().orElse(""))
			.toList());
	}

	private static Map<String, String> waiting(DatabaseState database) {
		Map<String, String> texts = new LinkedHashMap<>();
		for (WaitingReport waiting : database.waiting()) {
			texts.put(waiting.name(), (waiting.reasons().isEmpty()) ? waiting.until()
					: waiting.until() + ": " + String.join("; ", waiting.reasons()));
		}
		return texts;
	}

	private static Map<String, String> backfills(DatabaseState database) {
		Map<String, String> texts = new LinkedHashMap<>();
		for (BackfillReport backfill : database.backfills()) {
			texts.put(backfill.name(), text(backfill));
		}
		return texts;
	}

	/** What the server says of an error may hold data. */
	private static String text(BackfillReport backfill) {
		if (!backfill.quotesError()) {
			return backfill.text();
		}
		String reason = backfill.reason();
		int quote = (reason != null) ? reason.indexOf(": ") : -1;
		return backfill.progress()
				+ ((reason != null && quote > 0 && !backfill.failed()) ? ": " + reason.substring(0, quote) : "");
	}

	private static Map<String, Object> details(TenantsState tenants) {
		Map<String, Object> details = new LinkedHashMap<>();
		List<String> failed = tenants.failed();
		List<String> notReady = tenants.notReady();
		details.put("total", tenants.total());
		details.put("ready", tenants.total() - failed.size() - notReady.size());
		details.put("readingAgeSeconds", tenants.age().toSeconds());
		putUnlessEmpty(details, "failed", first(failed));
		putUnlessEmpty(details, "notReady", first(notReady));
		return details;
	}

	private static List<String> first(List<String> texts) {
		if (texts.size() <= MOST) {
			return texts;
		}
		List<String> first = new ArrayList<>(texts.subList(0, MOST));
		first.add("… and " + (texts.size() - MOST) + " more");
		return first;
	}

	private static void putUnlessEmpty(Map<String, Object> details, String name, List<?> values) {
		if (!values.isEmpty()) {
			details.put(name, values);
		}
	}

	private static void putUnlessEmpty(Map<String, Object> details, String name, Map<?, ?> values) {
		if (!values.isEmpty()) {
			details.put(name, values);
		}
	}

}
