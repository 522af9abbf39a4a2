package dev.appmigrations.command.json;

import dev.appmigrations.engine.safety.Finding;

import org.springframework.boot.json.JsonWriter;

/**
 * A finding as JSON.
 */
public final class FindingJson {

	private FindingJson() {
	}

	/**
	 * Describes a finding.
	 * @param finding gets the members
	 */
	public static void members(JsonWriter.Members<Finding> finding) {
		finding.add("rule", Finding::rule);
		finding.add("harm", Finding::harm);
		finding.add("level", (value) -> value.level().label());
		finding.add("migration", Finding::migration);
		finding.add("location", Finding::location);
		finding.add("line", (value) -> value.position().line());
		finding.add("column", (value) -> value.position().column());
		finding.add("objects", Finding::objects);
		finding.add("message", Finding::message);
		finding.add("evidence", Finding::evidence);
		finding.add("remedy", Finding::remedy);
		finding.add("dismissal", Finding::dismissal);
		finding.add("allowed", Finding::allowed);
		finding.add("predictedMs", (value) -> (value.predicted() != null) ? value.predicted().toMillis() : null);
		finding.add("fingerprint", Finding::fingerprint);
		finding.add("known", Finding::known);
	}

}
