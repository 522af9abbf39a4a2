package dev.appmigrations.engine.report;

import java.time.Instant;
import java.util.List;

import dev.appmigrations.engine.text.VisibleText;
import org.jspecify.annotations.Nullable;

/**
 * The run of migrations that is going on in the database right now, whoever has started
 * it, as far as the role may see.
 *
 * @param backend the process id of the backend that works
 * @param application its application_name
 * @param role its role
 * @param client its address
 * @param state its state, for example {@code active}; {@code idle} for example while it
 * pauses before it tries again
 * @param since when its transaction began, or else its latest statement
 * @param migration the migration, {@code null} where the statement does not tell
 * @param query the beginning of its statement, in one line, where that is one of the
 * script alone
 * @param waitsFor what it waits for right now, for example
 * {@code ACCESS EXCLUSIVE on public.person}; {@code null} if it does not wait
 * @param blockedBy who is in the way now or, while it pauses, was at the latest attempt
 * and still is in a transaction
 */
public record RunningReport(int backend, @Nullable String application, @Nullable String role, @Nullable String client,
		@Nullable String state, @Nullable Instant since, @Nullable String migration, @Nullable String query,
		@Nullable String waitsFor, List<Blocker> blockedBy) {

	public RunningReport {
		application = VisibleText.lineOrNull(application);
		role = VisibleText.lineOrNull(role);
		client = VisibleText.lineOrNull(client);
		state = VisibleText.lineOrNull(state);
		migration = VisibleText.lineOrNull(migration);
		query = VisibleText.lineOrNull(query);
		waitsFor = VisibleText.lineOrNull(waitsFor);
		blockedBy = List.copyOf(blockedBy);
	}

	/**
	 * Returns the run in words.
	 * @return one line
	 */
	public String text() {
		return new Blocker(this.backend, this.application, this.role, this.state, null,
				(this.migration != null) ? "migration " + this.migration : this.query)
				+ ((this.waitsFor != null) ? "; it waits for " + this.waitsFor : "");
	}

}
