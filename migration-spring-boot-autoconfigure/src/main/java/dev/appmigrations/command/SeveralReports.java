package dev.appmigrations.command;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.function.ToIntFunction;

import dev.appmigrations.command.json.ReportJson;
import dev.appmigrations.command.terminal.Terminal;
import dev.appmigrations.engine.Migrator;
import dev.appmigrations.engine.Tenants;
import dev.appmigrations.engine.report.MigrationReport;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.json.JsonWriter;

/**
 * The reports of several databases in one, and of tenants. One that cannot be read hides
 * no other.
 *
 * @param application the application
 * @param tenants its tenants, {@code null} if there are none
 * @param read reads the report of a database
 * @param exitCode decides about a report
 */
record SeveralReports(CommandApplication application, @Nullable Tenants tenants,
		Function<Migrator, MigrationReport> read, ToIntFunction<MigrationReport> exitCode) {

	/** Of several exit codes, the last of these that there is. */
	private static final List<Integer> WORST = List.of(ExitCode.OK, ExitCode.PENDING, ExitCode.PROBLEMS, ExitCode.USAGE,
			ExitCode.NO_CONNECTION);

	/**
	 * Prepares the reports, where there is more to report on than one database.
	 * @param application the application
	 * @param read reads the report of a database
	 * @param exitCode decides about a report
	 * @return the reports, {@code null} if there is one database and no tenants
	 */
	static @Nullable SeveralReports of(CommandApplication application, Function<Migrator, MigrationReport> read,
			ToIntFunction<MigrationReport> exitCode) {
		Tenants tenants = application.migrators().tenants();
		return (tenants != null || application.migrators().names().size() > 1)
				? new SeveralReports(application, tenants, read, exitCode) : null;
	}

	/**
	 * Shows the reports to people.
	 * @param view shows one of them
	 * @return the worst of the exit codes
	 */
	int print(Consumer<MigrationReport> view) {
		Terminal terminal = this.application.terminal();
		int worst = ExitCode.OK;
		for (String name : this.application.migrators().names()) {
			terminal.out().println();
			terminal.out().println(name + ":");
			worst = worse(worst, report(name, view, (failure) -> failure.print(terminal)));
		}
		if (this.tenants != null) {
			terminal.out().println();
			worst = worse(worst,
					report(this.tenants, (all) -> all.print(terminal), (failure) -> failure.print(terminal)));
		}
		return worst;
	}

	/**
	 * Prints the reports for programs.
	 * @return the worst of the exit codes
	 */
	int json() {
		int worst = ExitCode.OK;
		Map<String, Object> json = new LinkedHashMap<>();
		Map<String, Object> migrators = new LinkedHashMap<>();
		json.put("migrators", migrators);
		for (String name : this.application.migrators().names()) {
			worst = worse(worst, report(name, (report) -> migrators.put(name, ReportJson.value(report)),
					(failure) -> migrators.put(name, failure.asObject())));
		}
		if (this.tenants != null) {
			worst = worse(worst, report(this.tenants, (all) -> json.put("tenants", all.json()),
					(failure) -> json.put("tenants", failure.asObject())));
		}
		this.application.terminal().out().println(JsonWriter.standard().writeToString(json));
		return worst;
	}

	/** Reads one of them, and returns its exit code. */
	private int report(String name, Consumer<MigrationReport> shown, Consumer<FailureReport> failed) {
		return codeOf(() -> {
			MigrationReport report = this.read.apply(this.application.migrators().get(name));
			int code = this.exitCode.applyAsInt(report);
			shown.accept(report);
			return code;
		}, failed);
	}

	/** Reads all tenants, and returns the worst of their exit codes. */
	private int report(Tenants all, Consumer<TenantsView> shown, Consumer<FailureReport> failed) {
		return codeOf(() -> {
			TenantsView view = new TenantsView(all.status(), this.exitCode);
			int code = view.worst();
			shown.accept(view);
			return code;
		}, failed);
	}

	private static int codeOf(IntSupplier report, Consumer<FailureReport> failed) {
		try {
			return report.getAsInt();
		}
		catch (RuntimeException ex) {
			FailureReport failure = FailureReport.of(ex);
			failed.accept(failure);
			return failure.exitCode();
		}
	}

	static int worse(int one, int other) {
		return (WORST.indexOf(other) > WORST.indexOf(one)) ? other : one;
	}

}
