package dev.appmigrations.command;

import java.io.PrintWriter;

import dev.appmigrations.command.json.ReportJson;
import dev.appmigrations.command.terminal.Terminal;
import dev.appmigrations.command.terminal.WrappedName;
import dev.appmigrations.engine.migration.MigrationVersion;
import dev.appmigrations.engine.migration.ScriptPart;
import dev.appmigrations.engine.migration.SqlMigration;
import dev.appmigrations.engine.plan.RollbackPlan;
import dev.appmigrations.engine.plan.RollbackStep;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.json.JsonWriter;

/**
 * Lists what a rollback is about to undo.
 */
final class RollbackListing {

	private static final JsonWriter<RollbackPlan> JSON = JsonWriter.of((plan) -> {
		plan.add("steps", (value) -> ReportJson.array(value.steps(), RollbackListing::step));
		plan.add("problems", (value) -> ReportJson.problems(value.problems()));
	});

	private final RollbackPlan plan;

	RollbackListing(RollbackPlan plan) {
		this.plan = plan;
	}

	String json() {
		return JSON.writeToString(this.plan);
	}

	private static void step(JsonWriter.Members<RollbackStep> step) {
		step.add("name", (value) -> value.migration().name());
		step.add("version", RollbackListing::version);
		step.add("appliedAt", (value) -> value.row().appliedAt());
		step.add("statements", (value) -> down(value).statements());
		step.add("nothingToUndo", (value) -> value.migration().declarations().nothingToUndo()).whenNotNull();
		step.add("transaction", (value) -> down(value).transactionReason());
	}

	private static ScriptPart down(RollbackStep step) {
		return step.migration().accept(SqlMigration::rollback);
	}

	private static @Nullable String version(RollbackStep step) {
		MigrationVersion version = step.migration().version();
		return (version != null) ? version.toString() : null;
	}

	void print(Terminal terminal) {
		PrintWriter out = terminal.out();
		if (!this.plan.steps().isEmpty()) {
			out.println("To be undone, in this order. What their tables and columns hold is lost.");
			out.println();
			out.println("APPLIED (UTC)     MIGRATION");
			for (RollbackStep step : this.plan.steps()) {
				String left = "%-16s  ".formatted(StatusView.time(step.row().appliedAt()));
				out.println(left + WrappedName.at(terminal, left.length(), step.migration().name()));
				String nothing = step.migration().declarations().nothingToUndo();
				if (nothing != null) {
					out.println("                  nothing to undo (" + nothing + "): only its record is removed");
				}
			}
			out.println();
		}
		new StatusView(terminal).printProblems(this.plan.problems());
	}

}
