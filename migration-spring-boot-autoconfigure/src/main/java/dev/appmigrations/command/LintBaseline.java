package dev.appmigrations.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.appmigrations.command.json.BaselineJson;
import dev.appmigrations.engine.safety.Finding;
import dev.appmigrations.engine.safety.Level;
import dev.appmigrations.engine.safety.LintReport;

/**
 * A file of findings that were there before, by their fingerprints: they are shown as
 * known, and decide no exit code. An entry stands for one finding, so that a repetition
 * of a known statement is a new one.
 *
 * @param fingerprints the fingerprints, each as often as it is known
 */
record LintBaseline(List<String> fingerprints) {

	/**
	 * Reads a file.
	 * @param file what {@link #write} has written
	 * @return the findings in it
	 * @throws UsageException with the place, if there is no such file, or it holds
	 * something else
	 * @throws IOException if it cannot be read
	 */
	static LintBaseline read(Path file) throws IOException {
		return new LintBaseline(WholeFile.read(file, BaselineJson::read,
				"Write it with: java -jar app.jar migrations lint --write-baseline FILE"));
	}

	/**
	 * Writes the findings that somebody has to do something about.
	 * @param report what was found
	 * @param file the file, which is replaced
	 * @return a baseline of these findings
	 * @throws IOException if the file cannot be written
	 */
	static LintBaseline write(LintReport report, Path file) throws IOException {
		List<Finding> findings = report.findings(Level.INFO);
		Files.writeString(file, BaselineJson.write(findings));
		return new LintBaseline(findings.stream().map(Finding::fingerprint).toList());
	}

	/**
	 * Marks what is known.
	 * @param report what was found
	 * @return the same findings, of which some are known
	 */
	LintReport mark(LintReport report) {
		Map<String, Integer> left = new HashMap<>();
		this.fingerprints.forEach((fingerprint) -> left.merge(fingerprint, 1, Integer::sum));
		List<Finding> findings = new ArrayList<>();
		for (Finding finding : report.findings()) {
			Integer count = (finding.counts(Level.INFO)) ? left.get(finding.fingerprint()) : null;
			if (count != null && count > 0) {
				left.put(finding.fingerprint(), count - 1);
				findings.add(finding.asKnown());
			}
			else {
				findings.add(finding);
			}
		}
		return new LintReport(report.migrations(), findings, report.serverVersion(), report.factsReadAt(),
				report.unknown());
	}

}
