package dev.appmigrations.engine.report;

import java.util.List;
import java.util.Locale;

import dev.appmigrations.engine.text.VisibleText;

/**
 * Whether a release has taken over.
 *
 * @param release the release
 * @param state whether it has
 * @param reasons who is in the way or has failed, a line for each; empty if it has
 * @param releases the releases that are alive, with their shares of the instances
 * @param waitedSeconds how long this has waited for it
 */
public record GateReport(String release, State state, List<String> reasons, List<ReleaseReport> releases,
		long waitedSeconds) {

	public GateReport {
		release = VisibleText.line(release);
		reasons = VisibleText.eachLine(reasons);
		releases = List.copyOf(releases);
	}

	/**
	 * Returns the same report of one who has waited.
	 * @param seconds for how long
	 * @return a new report
	 */
	public GateReport waited(long seconds) {
		return new GateReport(this.release, this.state, this.reasons, this.releases, seconds);
	}

	/**
	 * Whether a release has taken over.
	 */
	public enum State {

		/** Every instance is of the release, and has been for long enough. */
		OPEN,

		/** Not yet. */
		WAITING,

		/** An instance of the release was lost. */
		FAILED;

		/**
		 * Returns the name that the command shows.
		 * @return the name in lower case
		 */
		public String label() {
			return name().toLowerCase(Locale.ROOT);
		}

	}

}
