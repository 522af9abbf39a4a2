package dev.appmigrations.engine.safety;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What the linter has found.
 *
 * @param migrations the names of the migrations that were judged, in order
 * @param findings the findings, in the order of the statements
 * @param serverVersion the version of PostgreSQL that was assumed, as in
 * {@code server_version_num}
 * @param factsReadAt when the database was read, {@code null} if it was not
 * @param unknown why facts of the database are not known, {@code null} if they are
 */
public record LintReport(List<String> migrations, List<Finding> findings, int serverVersion,
		@Nullable Instant factsReadAt, @Nullable String unknown) {

	/** Nothing was judged. */
	public static final LintReport NONE = new LintReport(List.of(), List.of(), 0, null, null);

	public LintReport {
		migrations = List.copyOf(migrations);
		findings = List.copyOf(findings);
	}

	/**
	 * Adds findings about the same migrations.
	 * @param more the findings
	 * @return a report with all of them
	 */
	public LintReport with(List<Finding> more) {
		List<Finding> all = new ArrayList<>(this.findings);
		all.addAll(more);
		return new LintReport(this.migrations, all, this.serverVersion, this.factsReadAt, this.unknown);
	}

	/**
	 * Returns the findings that somebody has to do something about.
	 * @param least the lowest level that counts
	 * @return the findings of this level and above, without those that are dismissed,
	 * allowed or known
	 */
	public List<Finding> findings(Level least) {
		return this.findings.stream().filter((finding) -> finding.counts(least)).toList();
	}

}
