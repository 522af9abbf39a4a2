package dev.appmigrations.command.json;

import dev.appmigrations.engine.report.ContractPlanReport;
import dev.appmigrations.engine.report.PreFlightReport;

import org.springframework.boot.json.JsonWriter;

/**
 * What {@code contract} would do, as JSON.
 */
public final class ContractPlanJson {

	private static final JsonWriter<ContractPlanReport> WRITER = JsonWriter.of((report) -> {
		report.add("executed", (value) -> false);
		report.add("plan", (value) -> ReportJson.array(value.steps(), ContractPlanJson::step));
		report.add("releases", (value) -> ReportJson.releases(value.releases()));
		report.add("findings", (value) -> ReportJson.array(value.safety().findings(), FindingJson::members));
		report.add("factsUnknown", (value) -> value.safety().unknown());
		report.add("obstacles",
				(value) -> value.preFlight().obstacles().stream().map(PreFlightReport.Obstacle::toString).toList());
		report.add("obstaclesUnknown", (value) -> value.preFlight().unknown());
	});

	private ContractPlanJson() {
	}

	/**
	 * Writes a report.
	 * @param report what {@code contract} would do
	 * @return one line
	 */
	public static String of(ContractPlanReport report) {
		return WRITER.writeToString(report);
	}

	private static void step(JsonWriter.Members<ContractPlanReport.Step> step) {
		step.add("name", ContractPlanReport.Step::name);
		step.add("location", ContractPlanReport.Step::location);
		step.add("phase", ContractPlanReport.Step::phase);
		step.add("waits", (value) -> !value.reasons().isEmpty());
		step.add("reasons", ContractPlanReport.Step::reasons);
		step.add("soak", (value) -> ReportJson.soak(value.soak()));
		step.add("verifies", ContractPlanReport.Step::verifies);
		step.add("statements", (value) -> ReportJson.array(value.statements(), ContractPlanJson::statement));
		step.add("removals", (value) -> ReportJson.array(value.removals(), ContractPlanJson::removal));
	}

	private static void statement(JsonWriter.Members<ContractPlanReport.Statement> statement) {
		statement.add("line", (value) -> value.place().line());
		statement.add("statement", (value) -> value.place().statement());
		statement.add("outsideTransaction", ContractPlanReport.Statement::alone);
		statement.add("locks", ContractPlanReport.Statement::locks);
		statement.add("work", ContractPlanReport.Statement::work);
		statement.add("predictedMs", (value) -> (value.predicted() != null) ? value.predicted().toMillis() : null);
	}

	private static void removal(JsonWriter.Members<ContractPlanReport.Removal> removal) {
		removal.add("table", ContractPlanReport.Removal::table);
		removal.add("column", ContractPlanReport.Removal::column);
		removal.add("written", ContractPlanReport.Removal::written);
		removal.add("writes", ContractPlanReport.Removal::writes);
		removal.add("lastRead", ContractPlanReport.Removal::lastRead);
	}

}
