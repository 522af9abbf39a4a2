package dev.appmigrations.command.json;

import java.util.List;
import java.util.function.Consumer;

import dev.appmigrations.autoconfigure.wording.PropertyWording;
import dev.appmigrations.engine.migration.Problem;
import dev.appmigrations.engine.migration.ProblemGroups;
import dev.appmigrations.engine.report.AppliedReport;
import dev.appmigrations.engine.report.BackfillReport;
import dev.appmigrations.engine.report.Blocker;
import dev.appmigrations.engine.report.FailedBefore;
import dev.appmigrations.engine.report.InstanceReport;
import dev.appmigrations.engine.report.MigrationReport;
import dev.appmigrations.engine.report.PendingReport;
import dev.appmigrations.engine.report.ReleaseReport;
import dev.appmigrations.engine.report.RunningReport;
import dev.appmigrations.engine.report.SoakReport;
import dev.appmigrations.engine.report.WaitingReport;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.json.JsonWriter;
import org.springframework.boot.json.WritableJson;

/**
 * A report as JSON, with the names that the actuator's endpoint uses.
 */
public final class ReportJson {

	private static final JsonWriter<MigrationReport> WRITER = JsonWriter.of(ReportJson::members);

	private ReportJson() {
	}

	/**
	 * Writes a report.
	 * @param report how a database stands
	 * @return one line
	 */
	public static String of(MigrationReport report) {
		return WRITER.writeToString(report);
	}

	/**
	 * Returns a report as a value.
	 * @param report how a database stands
	 * @return a value for a member
	 */
	public static WritableJson value(MigrationReport report) {
		return WRITER.write(report);
	}

	private static void members(JsonWriter.Members<MigrationReport> report) {
		report.add("state", (value) -> value.state().label());
		report.add("database", MigrationReport::database).usingMembers(DatabaseJson::members);
		report.add("applied", (value) -> array(value.applied(), ReportJson::applied));
		report.add("pending", (value) -> array(value.pending(), ReportJson::pending));
		report.add("waiting", (value) -> array(value.waiting(), ReportJson::waiting));
		report.add("backfills", (value) -> backfills(value.backfills()));
		report.add("instances", (value) -> array(value.instances(), ReportJson::instance));
		report.add("releases", (value) -> releases(value.releases()));
		report.add("running", (value) -> {
			RunningReport running = value.running();
			return (running != null) ? JsonWriter.of(ReportJson::running).write(running) : null;
		});
		report.add("problems", (value) -> problems(value.problems()));
		report.add("findings", (value) -> array(value.safety().findings(), FindingJson::members));
	}

	/**
	 * Returns problems as an array, those of one kind together.
	 * @param problems any problems
	 * @return a value for a member
	 */
	public static List<WritableJson> problems(List<Problem> problems) {
		return array(ProblemGroups.of(problems), ReportJson::problem);
	}

	/**
	 * Returns backfills as an array.
	 * @param backfills any backfills
	 * @return a value for a member
	 */
	public static List<WritableJson> backfills(List<BackfillReport> backfills) {
		return array(backfills, BackfillJson::members);
	}

	/**
	 * Returns releases as an array.
	 * @param releases any releases
	 * @return a value for a member
	 */
	public static List<WritableJson> releases(List<ReleaseReport> releases) {
		return array(releases, (release) -> {
			release.add("application", ReleaseReport::application);
			release.add("release", ReleaseReport::release);
			release.add("instances", ReleaseReport::instances);
			release.add("share", ReleaseReport::share);
		});
	}

	/**
	 * Writes values as an array of objects.
	 * @param <T> the type of the values
	 * @param values the values
	 * @param members the members of each object
	 * @return a value for a member
	 */
	public static <T> List<WritableJson> array(List<T> values, Consumer<JsonWriter.Members<T>> members) {
		return values.stream().map(JsonWriter.of(members)::write).toList();
	}

	private static void applied(JsonWriter.Members<AppliedReport> applied) {
		applied.add("name", AppliedReport::name);
		applied.add("state", AppliedReport::state);
		applied.add("version", AppliedReport::version);
		applied.add("description", AppliedReport::description);
		applied.add("kind", AppliedReport::kind);
		applied.add("phase", AppliedReport::phase);
		applied.add("checksum", AppliedReport::checksum);
		applied.add("appliedAt", AppliedReport::appliedAt);
		applied.add("executionMs", AppliedReport::executionMs);
		applied.add("appliedBy", AppliedReport::appliedBy);
		applied.add("appliedFrom", AppliedReport::appliedFrom);
		applied.add("release", AppliedReport::release);
		applied.add("origin", AppliedReport::origin);
		applied.add("outOfOrder", AppliedReport::outOfOrder);
		applied.add("failure", (value) -> failure(value.failure()));
	}

	private static void pending(JsonWriter.Members<PendingReport> pending) {
		pending.add("name", PendingReport::name);
		pending.add("state", PendingReport::state);
		pending.add("version", PendingReport::version);
		pending.add("description", PendingReport::description);
		pending.add("kind", PendingReport::kind);
		pending.add("phase", PendingReport::phase);
		pending.add("checksum", PendingReport::checksum);
		pending.add("location", PendingReport::location);
		pending.add("outOfOrder", PendingReport::outOfOrder);
		pending.add("statementsDone", PendingReport::statementsDone);
		pending.add("statements", PendingReport::statements);
		pending.add("failure", (value) -> failure(value.failure()));
	}

	private static @Nullable WritableJson failure(@Nullable FailedBefore failure) {
		return (failure != null) ? JsonWriter.<FailedBefore>of((members) -> {
			members.add("at", FailedBefore::at);
			members.add("ageSeconds", FailedBefore::ageSeconds);
			members.add("count", FailedBefore::count);
			members.add("sqlState", FailedBefore::sqlState);
			members.add("error", FailedBefore::error);
		}).write(failure) : null;
	}

	private static void waiting(JsonWriter.Members<WaitingReport> waiting) {
		waiting.add("name", WaitingReport::name);
		waiting.add("version", WaitingReport::version);
		waiting.add("description", WaitingReport::description);
		waiting.add("location", WaitingReport::location);
		waiting.add("announced", WaitingReport::announced);
		waiting.add("phase", WaitingReport::phase);
		waiting.add("soak", (value) -> soak(value.soak()));
		waiting.add("awaits", WaitingReport::awaits);
		waiting.add("reasons", WaitingReport::reasons);
	}

	static @Nullable WritableJson soak(@Nullable SoakReport soak) {
		return (soak != null) ? JsonWriter.<SoakReport>of((members) -> {
			members.add("seconds", SoakReport::seconds);
			members.add("endsAt", SoakReport::endsAt);
		}).write(soak) : null;
	}

	private static void instance(JsonWriter.Members<InstanceReport> instance) {
		instance.add("id", InstanceReport::id);
		instance.add("host", InstanceReport::host);
		instance.add("application", InstanceReport::application);
		instance.add("release", InstanceReport::release);
		instance.add("ageSeconds", InstanceReport::ageSeconds);
		instance.add("alive", InstanceReport::alive);
		instance.add("knowsAll", InstanceReport::knowsAll);
	}

	private static void running(JsonWriter.Members<RunningReport> running) {
		running.add("backend", RunningReport::backend);
		running.add("application", RunningReport::application);
		running.add("role", RunningReport::role);
		running.add("client", RunningReport::client);
		running.add("state", RunningReport::state);
		running.add("since", RunningReport::since);
		running.add("migration", RunningReport::migration);
		running.add("statement", RunningReport::statement);
		running.add("statements", RunningReport::statements);
		running.add("percent", RunningReport::percent);
		running.add("query", RunningReport::query);
		running.add("waitsFor", RunningReport::waitsFor);
		running.add("blockedBy", (value) -> array(value.blockedBy(), ReportJson::blocker));
	}

	private static void blocker(JsonWriter.Members<Blocker> blocker) {
		blocker.add("backend", Blocker::backend);
		blocker.add("application", Blocker::application);
		blocker.add("role", Blocker::role);
		blocker.add("state", Blocker::state);
		blocker.add("transactionSeconds", Blocker::transactionSeconds);
		blocker.add("query", Blocker::query);
	}

	private static void problem(JsonWriter.Members<Problem> problem) {
		problem.add("code", (value) -> value.code().name());
		problem.add("severity", (value) -> value.severity().name());
		problem.add("message", (value) -> value.description().in(new PropertyWording()));
		problem.add("remedy", (value) -> value.action().in(new PropertyWording()));
		problem.add("migrations", Problem::migrations);
	}

}
