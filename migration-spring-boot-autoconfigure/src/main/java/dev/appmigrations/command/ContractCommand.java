package dev.appmigrations.command;

import java.io.PrintWriter;

import dev.appmigrations.autoconfigure.MigratorFactory;
import dev.appmigrations.command.json.ContractPlanJson;
import dev.appmigrations.engine.Migrator;
import dev.appmigrations.engine.instance.MigratorInstance;
import dev.appmigrations.engine.operation.ContractRequest;
import dev.appmigrations.engine.report.ContractPlanReport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/**
 * {@code contract}: applies what waits until the old release is gone.
 */
@CommandLine.Command(name = "contract",
		description = "Apply migrations of the phase contract, and what else is pending, when no instance is left"
				+ " that does not know them.",
		footer = { "", "Refused with the list of who is in the way, unless it may wait.", "", "Examples:",
				"  java -jar app.jar migrations contract",
				"  java -jar app.jar migrations contract --wait          # until they are gone",
				"  java -jar app.jar migrations contract --wait 10m",
				"  java -jar app.jar migrations contract --plan --format markdown" })
final class ContractCommand extends ApplyingCommand {

	private static final String FOREVER = "forever";

	@CommandLine.Option(names = "--wait", arity = "0..1", paramLabel = "DURATION", fallbackValue = FOREVER,
			description = "Wait until nobody is in the way, for so long at most (30s, 10m); without a duration,"
					+ " for as long as it takes.")
	private @Nullable String wait;

	@CommandLine.Option(names = "--force",
			description = "Apply them whoever is in the way, and however long they" + " should soak.")
	private boolean force;

	@CommandLine.Option(names = "--plan",
			description = "Execute nothing, and show what would run, with which locks, for"
					+ " how long, and who is in the way.")
	private boolean plan;

	@CommandLine.Option(names = "--format", paramLabel = "FORMAT",
			description = "With --plan: text (the default), json or markdown.")
	private @Nullable String format;

	@Override
	boolean verifiesBackfills() {
		return !this.plan;
	}

	@Override
	int run(CommandApplication application) {
		if (this.plan) {
			return plan(application);
		}
		if (this.format != null) {
			throw new UsageException("--format is about the plan.",
					"Write contract --plan --format " + this.format + ".");
		}
		ContractRequest request = request();
		int exitCode = apply(application, (migrator) -> contract(application, migrator, request));
		return (exitCode == ExitCode.OK) ? applyToTenants(application, (tenants) -> tenants.contract(request))
				: exitCode;
	}

	/** The sessions of the context's own pools are not those of another release. */
	private static void contract(CommandApplication application, Migrator migrator, ContractRequest request) {
		MigratorInstance presence = (application.migrators().areBeans())
				? MigratorFactory.of(application.environment()).join(migrator, true) : null;
		try {
			migrator.contract(request);
		}
		finally {
			if (presence != null) {
				presence.close();
			}
		}
	}

	private int plan(CommandApplication application) {
		if (this.force || this.wait != null) {
			throw new UsageException("--plan executes nothing, and goes with neither --wait nor --force.",
					"Write contract --plan.");
		}
		LintFormat format = LintFormat.parse("--format", (this.format != null) ? this.format : "text");
		ContractPlanReport report = application.migrator().safety().contractPlan();
		PrintWriter out = application.terminal().out();
		if (isJson() || format == LintFormat.JSON) {
			out.println(ContractPlanJson.of(report));
		}
		else if (format == LintFormat.MARKDOWN) {
			out.print(ContractPlanMarkdown.of(report));
		}
		else if (format == LintFormat.TEXT) {
			out.print(ContractPlanText.of(report));
		}
		else {
			throw new UsageException("--format '" + format.label() + "' is no format of a plan.",
					"The formats are: text, json, markdown.");
		}
		return ExitCode.OK;
	}

	private ContractRequest request() {
		if (this.force) {
			return ContractRequest.forced();
		}
		if (this.wait == null) {
			return ContractRequest.now();
		}
		return (this.wait.equals(FOREVER)) ? ContractRequest.untilDrained()
				: ContractRequest.waiting(DurationArgument.parse("--wait", this.wait));
	}

}
