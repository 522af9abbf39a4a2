package dev.appmigrations.command;

import java.time.Duration;
import java.util.List;

import dev.appmigrations.autoconfigure.MigratorFactory;
import dev.appmigrations.command.terminal.ProgressView;
import dev.appmigrations.command.terminal.Terminal;
import dev.appmigrations.command.terminal.Verb;
import dev.appmigrations.engine.Migrator;
import dev.appmigrations.engine.instance.MigratorInstance;
import dev.appmigrations.engine.operation.BackfillRequest;
import dev.appmigrations.engine.report.BackfillPlan;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/**
 * {@code backfill}: does what is to be done in batches, and decides what becomes of it.
 */
@CommandLine.Command(name = "backfill",
		description = "Do backfills in batches, wait for those that instances do, and apply what waits for them. "
				+ "With one of the decisions: write it down for whoever works on the backfill.",
		footer = { "", "Ctrl-C stops between two batches or rolls the current one back; run it again to", "go on.", "",
				"Examples:", "  java -jar app.jar migrations backfill",
				"  java -jar app.jar migrations backfill 20251112000001 --speed max",
				"  java -jar app.jar migrations backfill --finish --wait 2h",
				"  java -jar app.jar migrations backfill --dry-run",
				"  java -jar app.jar migrations backfill --pause 20251112000001",
				"  java -jar app.jar migrations backfill --skip 4711 --yes" })
final class BackfillCommand extends ApplyingCommand {

	private static final String SPEED = "--speed";

	@CommandLine.Parameters(arity = "0..1", paramLabel = "NAME",
			description = "The name or the version of a backfill. Default: all; for a decision, the only one.")
	private @Nullable String name;

	@CommandLine.Option(names = "--finish",
			description = "Let go on what is paused, try again what has failed, and make no pauses between batches.")
	private boolean finish;

	@CommandLine.Option(names = SPEED, paramLabel = "SHARE",
			description = "The share of the time in which batches run: 0.1 to 1, or max. Default: as the scripts say.")
	private @Nullable String speed;

	@CommandLine.Option(names = "--wait", paramLabel = "DURATION",
			description = "How long to wait at most for what others work on, or what has to wait itself (30s, 10m). "
					+ "Default: as long as it takes.")
	private @Nullable String wait;

	@CommandLine.Option(names = "--dry-run",
			description = "Execute nothing, and show the keys of the first batch, plans by EXPLAIN and an estimate.")
	private boolean dryRun;

	@CommandLine.Mixin
	private final BackfillChoice choice = new BackfillChoice();

	@CommandLine.Mixin
	private final YesOption yes = new YesOption();

	/** For what others work on, a decision needs to know its name only. */
	@Override
	boolean appliesMigrations() {
		return worksOnBackfills();
	}

	@Override
	boolean worksOnBackfills() {
		return !this.choice.isMade() || this.choice.needsTable();
	}

	@Override
	int run(CommandApplication application) {
		if (this.choice.isMade()) {
			requireAlone();
			return decide(application);
		}
		if (this.dryRun) {
			return dryRun(application);
		}
		BackfillRequest request = request();
		UpProgress progress = UpProgress
			.ofBackfills((isJson()) ? null : ProgressView.on(application.terminal(), Verb.APPLY));
		MigratorInstance presence = MigratorFactory.of(application.environment()).join(application.migrator(), false);
		try {
			return follow(application, progress, (migrator) -> work(migrator, progress, request));
		}
		finally {
			if (presence != null) {
				presence.close();
			}
		}
	}

	private int dryRun(CommandApplication application) {
		List<BackfillPlan> plans = application.migrator()
			.backfills()
			.dryRun((this.name != null) ? MigrationArgument.of(this.name) : null);
		if (isJson()) {
			application.terminal().out().println(BackfillPlanView.json(plans));
		}
		else {
			BackfillPlanView.print(plans, application.terminal().out());
		}
		return ExitCode.OK;
	}

	private void work(Migrator migrator, RunProgress progress, BackfillRequest request) {
		progress.leave(migrator.status());
		if (this.finish) {
			this.choice.release(migrator, progress.backfills(), this.name);
		}
		progress.leave(migrator.backfills().run(request));
	}

	private BackfillRequest request() {
		Duration wait = (this.wait != null) ? DurationArgument.parse("--wait", this.wait) : null;
		return new BackfillRequest((this.name != null) ? MigrationArgument.of(this.name) : null, speed(), wait);
	}

	private double speed() {
		if (this.speed == null) {
			return (this.finish) ? 1 : 0;
		}
		if (this.speed.equals("max")) {
			return 1;
		}
		try {
			double share = Double.parseDouble(this.speed);
			if (share >= 0.1 && share <= 1) {
				return share;
			}
		}
		catch (NumberFormatException ex) {
			// Reported below.
		}
		throw new UsageException(SPEED + " " + this.speed + " is no share of the time.",
				"Write a number from 0.1 to 1, or max.");
	}

	private void requireAlone() {
		if (this.finish || this.speed != null || this.wait != null || this.dryRun) {
			throw new UsageException("A decision goes with none of --finish, " + SPEED + ", --wait and --dry-run.",
					"Leave one of them out.");
		}
	}

	private int decide(CommandApplication application) {
		Terminal terminal = application.terminal();
		Migrator migrator = application.migrator();
		String name = this.choice.about(this.name, migrator.status().backfills());
		String question = this.choice.question(name);
		if (question != null && !this.yes.agreed(terminal, isJson(), question)) {
			return ExitCode.PROBLEMS;
		}
		this.choice.apply(migrator.backfills(), name);
		if (isJson()) {
			terminal.out().println(this.choice.json(name, migrator.status()));
		}
		else {
			terminal.out().println(this.choice.done(name));
			BackfillView.print(migrator.status()
				.backfills()
				.stream()
				.filter((backfill) -> List.of(backfill.name(), String.valueOf(backfill.version())).contains(name))
				.toList(), terminal);
		}
		return ExitCode.OK;
	}

}
