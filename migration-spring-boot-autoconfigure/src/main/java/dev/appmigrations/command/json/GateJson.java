package dev.appmigrations.command.json;

import dev.appmigrations.engine.report.GateReport;

import org.springframework.boot.json.JsonWriter;

/**
 * Whether a release has taken over, as JSON.
 */
public final class GateJson {

	private static final JsonWriter<GateReport> WRITER = JsonWriter.of((report) -> {
		report.add("release", GateReport::release);
		report.add("state", (value) -> value.state().label());
		report.add("reasons", GateReport::reasons);
		report.add("releases", (value) -> ReportJson.releases(value.releases()));
		report.add("waitedSeconds", GateReport::waitedSeconds);
	});

	private GateJson() {
	}

	/**
	 * Writes a report.
	 * @param report whether a release has taken over
	 * @return one line
	 */
	public static String of(GateReport report) {
		return WRITER.writeToString(report);
	}

}
