package dev.appmigrations.command;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToIntFunction;

import dev.appmigrations.command.terminal.Terminal;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.report.MigrationReport;
import dev.appmigrations.engine.report.TenantReport;
import dev.appmigrations.engine.report.TenantsReport;
import dev.appmigrations.engine.text.VisibleText;

import org.springframework.boot.json.JsonWriter;
import org.springframework.boot.json.WritableJson;

/**
 * All tenants: summed up, and those by name that need attention.
 *
 * @param report how they stand
 * @param exitCode decides about one of them
 */
record TenantsView(TenantsReport report, ToIntFunction<MigrationReport> exitCode) {

	private static final int SHOWN = 20;

	/**
	 * Shows them to people.
	 * @param terminal where to write to
	 */
	void print(Terminal terminal) {
		terminal.out().println(this.report.summary());
		List<TenantReport> others = this.report.tenants().stream().filter((tenant) -> !tenant.ready()).toList();
		for (TenantReport tenant : others.subList(0, Math.min(SHOWN, others.size()))) {
			String name = VisibleText.line(tenant.tenant());
			MigrationException failure = tenant.failure();
			if (failure != null) {
				terminal.out().println("  " + terminal.paint(Terminal.Color.RED, "failed") + "   " + name);
				FailureReport.of(failure)
					.description()
					.lines()
					.forEach((line) -> terminal.out().println("    " + line));
			}
			else {
				terminal.out().println("  " + terminal.paint(Terminal.Color.YELLOW, "pending") + "  " + name);
			}
		}
		if (others.size() > SHOWN) {
			terminal.out().println("  and " + (others.size() - SHOWN) + " more");
		}
	}

	/** Returns the same for programs. */
	WritableJson json() {
		return JsonWriter.<TenantsReport>of((members) -> {
			members.add("total", (all) -> all.tenants().size());
			members.add("ready", (all) -> all.tenants().stream().filter(TenantReport::ready).count());
			members.add("pending",
					(all) -> all.tenants()
						.stream()
						.filter((tenant) -> !tenant.ready() && tenant.report() != null)
						.map(TenantReport::tenant)
						.toList());
			members.add("failed", (all) -> all.failed().stream().map(TenantsView::failed).toList());
			members.add("notReached", (
					all) -> all.tenants().stream().filter(TenantReport::notReached).map(TenantReport::tenant).toList());
		}).write(this.report);
	}

	/** Returns the same as an object with the one name {@code tenants}. */
	String inObject() {
		return JsonWriter.standard().writeToString(Map.of("tenants", json()));
	}

	private static WritableJson failed(TenantReport failed) {
		return JsonWriter.<TenantReport>of((members) -> {
			members.add("tenant", TenantReport::tenant);
			members.add("error",
					(tenant) -> FailureReport.value(FailureReport.of(Objects.requireNonNull(tenant.failure()))));
		}).write(failed);
	}

	/** Returns the worst of the exit codes. */
	int worst() {
		int worst = ExitCode.OK;
		for (TenantReport tenant : this.report.tenants()) {
			MigrationReport read = tenant.report();
			MigrationException failure = tenant.failure();
			if (read != null) {
				worst = SeveralReports.worse(worst, this.exitCode.applyAsInt(read));
			}
			if (failure != null) {
				worst = SeveralReports.worse(worst, FailureReport.of(failure).exitCode());
			}
		}
		return worst;
	}

}
