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
 * @param statement the number of the statement that runs, or of the first of those that
 * were sent together, in the script; {@code null} where that is not known
 * @param statements how many statements the migration has, {@code null} where that is not
 * known
 * @param percent how far it has come: with the building of an index, where that is what
 * runs, or else with its statements; {@code null} where that is not known
 * @param query the beginning of its statement, in one line and without literals, where it
 * was sent alone
 * @param waitsFor what it waits for right now, for example
 * {@code ACCESS EXCLUSIVE on public.person}; {@code null} if it does not wait
 * @param blockedBy who is in the way now or, while it pauses, was at the latest attempt
 * and still is in a transaction
 */
public record RunningReport(int backend, @Nullable String application, @Nullable String role, @Nullable String client,
		@Nullable String state, @Nullable Instant since, @Nullable String migration, @Nullable Long statement,
		@Nullable Long statements, @Nullable Integer percent, @Nullable String query, @Nullable String waitsFor,
		List<Blocker> blockedBy) {

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
				(this.migration != null) ? "migration " + this.migration + place() : this.query)
				+ ((this.waitsFor != null) ? "; it waits for " + this.waitsFor : "");
	}

	private String place() {
		StringBuilder place = new StringBuilder();
		if (this.statement != null) {
			place.append(", statement ").append(this.statement);
			if (this.statements != null) {
				place.append(" of ").append(this.statements);
			}
		}
		if (this.percent != null) {
			place.append(" (").append(this.percent).append(" %)");
		}
		if (this.query != null) {
			place.append(": ").append(this.query);
		}
		return place.toString();
	}

	/**
	 * Adds what the file of the migration tells. A statement that was sent alone does not
	 * name its migration: it is then the one that has begun.
	 */
	RunningReport of(List<PendingReport> pending) {
		PendingReport found = find(pending);
		if (found == null) {
			return this;
		}
		Long number = this.statement;
		if (number == null && found.statementsDone() != null) {
			number = found.statementsDone() + 1;
		}
		Integer done = this.percent;
		if (done == null && number != null && found.statements() > 0) {
			done = (int) Math.min(100 * (number - 1) / found.statements(), 100);
		}
		return new RunningReport(this.backend, this.application, this.role, this.client, this.state, this.since,
				found.name(), number, found.statements(), done, this.query, this.waitsFor, this.blockedBy);
	}

	private @Nullable PendingReport find(List<PendingReport> pending) {
		PendingReport found = null;
		for (PendingReport entry : pending) {
			boolean begun = this.migration == null && this.query != null && entry.statementsDone() != null;
			if (entry.name().equals(this.migration) || (begun && found == null)) {
				found = entry;
			}
			else if (begun) {
				return null;
			}
		}
		return found;
	}

}
