package dev.appmigrations.engine.operation;

import java.util.List;

import dev.appmigrations.engine.migration.MigrationVersion;
import dev.appmigrations.engine.safety.StatementTraces;
import dev.appmigrations.engine.safety.facts.SchemaFacts;
import org.jspecify.annotations.Nullable;

/**
 * What is to be judged, and by what.
 *
 * @param names the names of the migrations that are judged; empty for all that the rest
 * of the request chooses
 * @param since only versions behind this one are judged; {@code null} for no limit
 * @param all whether all migrations are judged, each as a release of its own
 * @param database whether the database is read
 * @param facts what is known of the database where it is not read, {@code null} for
 * nothing
 * @param serverVersion the version of PostgreSQL where the database is not read, as in
 * {@code server_version_num}
 * @param traces what statements did on a scratch database, as far as they were traced
 */
public record LintRequest(List<String> names, @Nullable MigrationVersion since, boolean all, boolean database,
		@Nullable SchemaFacts facts, int serverVersion, StatementTraces traces) {

	/** The newest version that is supported. */
	public static final int NEWEST = 180_000;

	/** What is pending, with the database. */
	public static final LintRequest PENDING = new LintRequest(List.of(), null, false, true, null, NEWEST);

	public LintRequest {
		names = List.copyOf(names);
	}

	/**
	 * Requests a judgement without a trace.
	 * @param names the names of the migrations that are judged; empty for all that the
	 * rest of the request chooses
	 * @param since only versions behind this one are judged; {@code null} for no limit
	 * @param all whether all migrations are judged, each as a release of its own
	 * @param database whether the database is read
	 * @param facts what is known of the database where it is not read, {@code null} for
	 * nothing
	 * @param serverVersion the version of PostgreSQL where the database is not read, as
	 * in {@code server_version_num}
	 */
	public LintRequest(List<String> names, @Nullable MigrationVersion since, boolean all, boolean database,
			@Nullable SchemaFacts facts, int serverVersion) {
		this(names, since, all, database, facts, serverVersion, StatementTraces.NONE);
	}

	/**
	 * Requests the same judgement by what statements did on a scratch database, too.
	 * @param traces what they did
	 * @return another request
	 */
	public LintRequest with(StatementTraces traces) {
		return new LintRequest(this.names, this.since, this.all, this.database, this.facts, this.serverVersion, traces);
	}

}
