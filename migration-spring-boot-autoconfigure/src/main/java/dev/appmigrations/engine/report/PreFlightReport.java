package dev.appmigrations.engine.report;

import java.util.List;

import dev.appmigrations.engine.text.VisibleText;
import org.jspecify.annotations.Nullable;

/**
 * Who would be in the way of pending migrations right now.
 *
 * @param obstacles those in the way, as far as the role may see
 * @param unknown what is not known, a sentence; {@code null} if all is
 */
public record PreFlightReport(List<Obstacle> obstacles, @Nullable String unknown) {

	/** Nothing was asked, because nothing is needed. */
	public static final PreFlightReport NONE = new PreFlightReport(List.of(), null);

	private static final int MINUTE = 60;

	private static final int HOUR = 3_600;

	private static final int DAY = 86_400;

	public PreFlightReport {
		obstacles = List.copyOf(obstacles);
		unknown = VisibleText.lineOrNull(unknown);
	}

	/**
	 * Somebody who is in the way.
	 *
	 * @param kind why
	 * @param session who it is
	 * @param mode the lock that it holds, for example {@code ROW EXCLUSIVE}; {@code null}
	 * if it is not about a lock
	 * @param granted whether it holds the lock; {@code false} if it waits for it, and
	 * stands first in the queue
	 * @param relation the table, quoted where that is necessary, {@code null} if it is
	 * not about one
	 * @param need the statement in whose way it is, {@code null} for none in particular
	 */
	public record Obstacle(Kind kind, Blocker session, @Nullable String mode, boolean granted,
			@Nullable String relation, @Nullable Need need) {

		public Obstacle {
			relation = VisibleText.lineOrNull(relation);
		}

		/**
		 * Returns who it is and why it is in the way.
		 * @return one line, without a full stop
		 */
		@Override
		public String toString() {
			StringBuilder text = new StringBuilder(who());
			switch (this.kind) {
				case LOCK -> text.append(held());
				case AUTOVACUUM -> text.append(held()).append("; autovacuum gives way after deadlock_timeout");
				case WRAPAROUND_VACUUM -> text.append(held()).append("; it prevents wraparound, and does not give way");
				case SNAPSHOT -> text.append(" has the oldest snapshot");
				case PREPARED -> text.append(" stays until COMMIT PREPARED or ROLLBACK PREPARED ends it");
			}
			if (this.need != null) {
				text.append("; ").append(this.need);
			}
			if (this.session.query() != null && !this.session.query().isEmpty()) {
				text.append(": ").append(this.session.query());
			}
			return text.toString();
		}

		private String held() {
			return ((this.granted) ? " holds " : " waits for ") + this.mode + " on " + this.relation;
		}

		private String who() {
			Blocker other = this.session;
			String role = (other.role() != null) ? "role " + other.role() : "";
			String application = (other.application() != null) ? other.application() : "";
			String names = application + ((application.isEmpty() || role.isEmpty()) ? "" : ", ") + role;
			String state = (other.state() != null) ? other.state() : "state unknown";
			Long seconds = other.transactionSeconds();
			String since = (seconds != null) ? age(seconds) : "";
			if (other.backend() == 0) {
				return state + ((names.isEmpty()) ? "" : " (" + names + ")")
						+ ((seconds != null) ? ", " + since + " old," : "");
			}
			return "backend " + other.backend() + ((names.isEmpty()) ? "" : " (" + names + ")") + ", " + state
					+ ((seconds != null) ? ", its transaction open for " + since + "," : ",");
		}

		private static String age(long seconds) {
			if (seconds < 2 * MINUTE) {
				return seconds + " s";
			}
			if (seconds < 2 * HOUR) {
				return seconds / MINUTE + " min";
			}
			return (seconds < 2 * DAY) ? seconds / HOUR + " h" : seconds / DAY + " days";
		}

	}

	/**
	 * The first statement that has to wait.
	 *
	 * @param migration the name of the migration
	 * @param line the line of the statement
	 * @param mode the lock that it takes, {@code null} if it waits for a snapshot
	 */
	public record Need(String migration, int line, @Nullable String mode) {

		public Need {
			migration = VisibleText.line(migration);
		}

		@Override
		public String toString() {
			return this.migration + ", line " + this.line + ", "
					+ ((this.mode != null) ? "needs " + this.mode : "waits until it is gone");
		}

	}

	/** Why somebody is in the way. */
	public enum Kind {

		/** Holds a lock that conflicts, or waits for one. */
		LOCK,

		/** An autovacuum that is cancelled when somebody waits for its lock. */
		AUTOVACUUM,

		/** An autovacuum that is not cancelled. */
		WRAPAROUND_VACUUM,

		/** Has the oldest snapshot, which an index that is built concurrently awaits. */
		SNAPSHOT,

		/** A prepared transaction, which nobody may be about to end. */
		PREPARED

	}

}
