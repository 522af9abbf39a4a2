package dev.appmigrations.command.json;

import java.util.List;
import java.util.stream.Collectors;

import dev.appmigrations.engine.safety.Finding;

import org.springframework.boot.json.JsonWriter;

/**
 * Findings that were there before, as JSON: a line for each, so that a change of the file
 * shows which came and went.
 */
public final class BaselineJson {

	private static final int FORMAT = 1;

	private BaselineJson() {
	}

	/**
	 * Writes findings.
	 * @param findings the findings
	 * @return one JSON object
	 */
	public static String write(List<Finding> findings) {
		JsonWriter<Finding> writer = JsonWriter.of(BaselineJson::members);
		String lines = findings.stream().map(writer::writeToString).collect(Collectors.joining(",\n  "));
		return "{\"format\": " + FORMAT + ", \"findings\": [" + ((lines.isEmpty()) ? "" : "\n  " + lines + "\n")
				+ "]}\n";
	}

	private static void members(JsonWriter.Members<Finding> finding) {
		finding.add("fingerprint", Finding::fingerprint);
		finding.add("rule", Finding::rule);
		finding.add("migration", Finding::migration);
		finding.add("message", Finding::message);
	}

	/**
	 * Reads what {@link #write} has written.
	 * @param text the text
	 * @return the fingerprints, each as often as it was written
	 * @throws FactsFileException if the text is something else, with the place
	 */
	public static List<String> read(String text) {
		JsonMembers baseline = JsonMembers.parse(text);
		int format = baseline.integer("format");
		if (format != FORMAT) {
			throw baseline.wrong("format", "is " + format + "; this release reads format " + FORMAT);
		}
		return baseline.objects("findings", (finding) -> finding.string("fingerprint"));
	}

}
