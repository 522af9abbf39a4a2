package dev.appmigrations.command;

import java.util.function.Consumer;
import java.util.function.Function;

import dev.appmigrations.command.terminal.Interruption;
import dev.appmigrations.command.terminal.ProgressView;
import dev.appmigrations.command.terminal.Terminal;
import dev.appmigrations.command.terminal.Verb;
import dev.appmigrations.engine.Migrator;
import dev.appmigrations.engine.Tenants;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.report.TenantsReport;
import dev.appmigrations.engine.tenant.TenantsFailedException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/**
 * A command that runs migrations or rollbacks: shows how it goes on, and counts in the
 * end.
 */
abstract class ApplyingCommand extends ApplicationCommand {

	@CommandLine.Mixin
	private final JsonOption json = new JsonOption();

	/** The run that has failed, {@code null} if none has. */
	private @Nullable RunProgress failed;

	final boolean isJson() {
		return this.json.isSet();
	}

	/**
	 * Applies one migration.
	 * @param application the application
	 * @param work what to do with the migrator
	 * @return the exit code
	 */
	final int applyOne(CommandApplication application, Consumer<Migrator> work) {
		return follow(application,
				new UpProgress((isJson()) ? null : ProgressView.on(application.terminal(), Verb.APPLY), false), work);
	}

	/**
	 * Applies migrations.
	 * @param application the application
	 * @param work what to do with the migrator
	 * @return the exit code
	 */
	final int apply(CommandApplication application, Consumer<Migrator> work) {
		return follow(application,
				new UpProgress((isJson()) ? null : ProgressView.on(application.terminal(), Verb.APPLY), true), work);
	}

	/**
	 * Applies migrations of tenants, if there are any, after those of what they share.
	 * @param application the application
	 * @param work what to do with the tenants
	 * @return the exit code
	 */
	final int applyToTenants(CommandApplication application, Function<Tenants, TenantsReport> work) {
		Tenants tenants = application.migrators().tenants();
		if (tenants == null) {
			return ExitCode.OK;
		}
		TenantsView view = new TenantsView(reportOf(work, tenants), (report) -> ExitCode.OK);
		if (isJson()) {
			application.terminal().out().println(view.inObject());
		}
		else {
			view.print(application.terminal());
		}
		return view.worst();
	}

	private static TenantsReport reportOf(Function<Tenants, TenantsReport> work, Tenants tenants) {
		try {
			return work.apply(tenants);
		}
		catch (TenantsFailedException ex) {
			return ex.report();
		}
	}

	@Override
	boolean appliesMigrations() {
		return true;
	}

	@Override
	final void afterFailure(Terminal terminal) {
		RunProgress failed = this.failed;
		this.failed = null;
		if (failed != null && failed.hasBegun()) {
			failed.printSummary(terminal, false);
		}
	}

	/**
	 * Does the work.
	 * @param application the application
	 * @param progress follows it
	 * @param work what to do with the migrator
	 * @return the exit code
	 */
	final int follow(CommandApplication application, RunProgress progress, Consumer<Migrator> work) {
		Terminal terminal = application.terminal();
		Migrator migrator = application.migrator();
		Interruption interruption = Interruption.announce(terminal, progress::close, progress.afterInterruption());
		try {
			work.accept(progress.follow(migrator));
		}
		catch (MigrationException ex) {
			interruption.over();
			progress.close();
			if (!this.json.isSet()) {
				this.failed = progress;
				throw ex;
			}
			FailureReport failure = FailureReport.of(ex);
			terminal.out().println(progress.json(failure));
			return failure.exitCode();
		}
		interruption.over();
		progress.close();
		if (this.json.isSet()) {
			terminal.out().println(progress.json(null));
		}
		else {
			progress.printSummary(terminal, true);
			if (!progress.backfills().isEmpty() && !terminal.quiet()) {
				terminal.out()
					.println(BackfillView.ending(progress.backfills(), BackfillMode.of(application.environment())));
			}
		}
		return ExitCode.OK;
	}

}
