package dev.appmigrations.engine.psql;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import dev.appmigrations.engine.history.AppliedRecord;
import dev.appmigrations.engine.history.Progress.Direction;
import dev.appmigrations.engine.jdbc.Sql;
import dev.appmigrations.engine.lock.AdvisoryLock;
import dev.appmigrations.engine.migration.BackfillMigration;
import dev.appmigrations.engine.migration.Migration;
import dev.appmigrations.engine.migration.Origin;
import dev.appmigrations.engine.migration.ScriptPart;
import dev.appmigrations.engine.migration.SqlMigration;
import dev.appmigrations.engine.migration.Unit;
import dev.appmigrations.engine.plan.MigrationPlan;
import dev.appmigrations.engine.plan.MigrationStep;
import dev.appmigrations.engine.plan.RollbackPlan;
import dev.appmigrations.engine.plan.RollbackStep;
import dev.appmigrations.engine.text.Sha256;
import dev.appmigrations.engine.wording.Call;
import dev.appmigrations.engine.wording.Message;
import dev.appmigrations.engine.wording.Operation;

/**
 * Writes a script for psql that does the work of a plan:
 * <ol>
 * <li>It takes the lock for its session, or stops.
 * <li>It makes sure that exactly those migrations are applied that it was made for, or
 * stops.
 * <li>It puts the history in order.
 * <li>It runs each migration as the engine would, with the same guards and records.
 * </ol>
 */
public final class PsqlScript {

	private static final String NOT_MADE_FOR = "The history is not what this script was made for";

	private final PsqlContext context;

	private final PsqlWriter out;

	/**
	 * Creates a script.
	 * @param context what its migrations share
	 * @param out receives the text, piece by piece
	 */
	public PsqlScript(PsqlContext context, Appendable out) {
		this.context = context;
		this.out = new PsqlWriter(out);
	}

	/**
	 * Writes what goes before all migrations.
	 * @param header lines that say what the script is
	 * @param applied the names of the migrations that must be applied
	 * @param ignored the names of those that may be or may not be
	 * @param preparation statements that put the history in order
	 * @throws IOException if the text cannot be written
	 */
	public void begin(List<String> header, List<String> applied, List<String> ignored, List<String> preparation)
			throws IOException {
		for (String line : header) {
			this.out.comment(line);
		}
		for (String setting : List.of("ON_ERROR_STOP on", "ON_ERROR_ROLLBACK off", "AUTOCOMMIT on", "SINGLELINE off",
				"SINGLESTEP off", "QUIET on")) {
			this.out.line("\\set " + setting);
		}
		PsqlPart.settings(this.out, this.context);
		PsqlPart.takeLock(this.out, this.context.history().tables());
		checkApplied(applied, ignored);
		if (!preparation.isEmpty()) {
			this.out.statement("BEGIN");
			PsqlPart.guardLock(this.out, this.context.history().tables());
			this.out.records(preparation);
			this.out.statement("COMMIT");
		}
	}

	private void checkApplied(List<String> applied, List<String> ignored) throws IOException {
		String table = this.context.history().tables().historyTable();
		String stop = PsqlWriter.raise(NOT_MADE_FOR + ": it was made for " + described(applied) + ".",
				"Nothing was run. " + makeAnew());
		String present = "pg_catalog.to_regclass(" + Sql.literal(table) + ") IS ";
		String others = (ignored.isEmpty()) ? "" : " WHERE migration_name OPERATOR(pg_catalog.<>) ALL (ARRAY["
				+ ignored.stream().map(Sql::literal).collect(Collectors.joining(", ")) + "]::pg_catalog.text[])";
		String check = "IF (SELECT pg_catalog.encode(pg_catalog.sha256(pg_catalog.convert_to(coalesce("
				+ "pg_catalog.string_agg(migration_name, E'\\n' ORDER BY pg_catalog.convert_to(migration_name, 'UTF8'))"
				+ ", ''), 'UTF8')), 'hex') FROM " + table + others + ") OPERATOR(pg_catalog.<>) '" + hash(applied)
				+ "' THEN\n" + stop + "\nEND IF;";
		this.out.comment("SHA-256 over the names of the applied migrations.");
		// PL/pgSQL looks for the table only when it gets there.
		this.out.block((applied.isEmpty()) ? "IF " + present + "NOT NULL THEN\n" + check + "\nEND IF;"
				: "IF " + present + "NULL THEN\n" + stop + "\nEND IF;\n" + check);
	}

	private static String described(List<String> applied) {
		return switch (applied.size()) {
			case 0 -> "a database without applied migrations";
			case 1 -> "1 applied migration, " + applied.get(0);
			default -> applied.size() + " applied migrations, the last of them " + applied.get(applied.size() - 1);
		};
	}

	private static String hash(List<String> names) {
		String sorted = names.stream()
			.sorted(Comparator.comparing((name) -> name.getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned))
			.collect(Collectors.joining("\n"));
		return HexFormat.of().formatHex(Sha256.of(sorted.getBytes(StandardCharsets.UTF_8)));
	}

	/**
	 * Writes the migrations of a plan.
	 * @param plan a plan without errors
	 * @param repeatable whether a repeatable migration runs even if it is up to date
	 * @throws IOException if a script cannot be read, or the text not be written
	 */
	public void apply(MigrationPlan plan, boolean repeatable) throws IOException {
		for (Migration migration : plan.waiting()) {
			this.out.comment(
					"Waits until " + awaited(plan, migration) + ", and is not in this script: " + migration.name());
		}
		for (Migration backfill : plan.backfills()) {
			this.out.comment("Is being done in batches already, and is not in this script: " + backfill.name());
		}
		int number = 0;
		for (MigrationStep step : plan.steps()) {
			number++;
			Migration migration = step.migration();
			ScriptPart up = migration.accept(SqlMigration::up);
			announce("Applying", migration.name(), up, number, plan.steps().size());
			boolean always = repeatable && migration.version() == null;
			String guard = (always) ? "SELECT 1" : this.context.history().records().guard(migration);
			String kept = this.context.history().keptRollback(migration);
			PsqlPart.Guard once = new PsqlPart.Guard(guard,
					NOT_MADE_FOR + ": " + migration.name() + " is applied already.", makeAnew());
			List<String> records = this.context.history()
				.records()
				.applied(new AppliedRecord(migration, Origin.APPLIED, step.outOfOrder(), 0, kept));
			if (migration instanceof BackfillMigration backfill) {
				new PsqlBackfill(this.out, this.context, backfill, Direction.BACKFILL, once).write(records);
			}
			else {
				new PsqlPart(this.out, this.context, up, once).write(records);
			}
		}
	}

	/**
	 * Writes the rollbacks of a plan.
	 * @param plan a plan without problems
	 * @throws IOException if a script cannot be read, or the text not be written
	 */
	public void rollBack(RollbackPlan plan) throws IOException {
		int number = 0;
		for (RollbackStep step : plan.steps()) {
			number++;
			ScriptPart down = step.migration().accept(SqlMigration::rollback);
			announce("Rolling back", step.row().name(), down, number, plan.steps().size());
			PsqlPart.Guard once = new PsqlPart.Guard(this.context.history().records().guardApplied(step.row()),
					NOT_MADE_FOR + ": " + step.row().name() + " is not applied.", makeAnew());
			List<String> records = this.context.history().records().rolledBack(step.row(), 0);
			if (step.migration() instanceof BackfillMigration backfill && backfill.undo() != null) {
				new PsqlBackfill(this.out, this.context, backfill.backwards(), Direction.UNDO, once).write(records);
			}
			else {
				new PsqlPart(this.out, this.context, down, once).write(records);
			}
		}
	}

	private static String awaited(MigrationPlan plan, Migration waiting) {
		Set<String> required = plan.awaitedBy(waiting.name());
		if (!required.isEmpty()) {
			return String.join(", ", required) + " is applied";
		}
		return (waiting.isReady()) ? "the old release is gone (phase contract)" : "the application is complete";
	}

	private String makeAnew() {
		return Message.of("Print a new script with ")
			.and(Call.of(Operation.SCRIPT))
			.and(", and run that one.")
			.in(this.context.wording());
	}

	private void announce(String what, String name, ScriptPart part, int number, int total) throws IOException {
		this.out.line("");
		this.out.comment(what + " " + name + " (" + number + " of " + total + "): " + part.script().path() + ", "
				+ part.transactionReason() + ".");
		this.out.echo(what + " " + name);
		if (part.units().size() > 1 || part.units().stream().anyMatch((unit) -> unit.mode() == Unit.Mode.ALONE)) {
			this.out
				.comment("More than one transaction: if it stops before the last COMMIT of this migration, what was");
			this.out
				.comment("committed stays, and the history knows nothing of it. Correct the cause, drop an index that");
			this.out.comment(
					"is INVALID, and run by hand what is left of this migration, up to its last COMMIT. Then print");
			this.out.comment("a new script for what comes after it.");
		}
	}

	/**
	 * Writes what goes after all migrations.
	 * @throws IOException if the text cannot be written
	 */
	public void end() throws IOException {
		this.out.line("");
		this.out.block("  PERFORM pg_catalog.pg_advisory_unlock("
				+ AdvisoryLock.key(this.context.history().tables().historyTable()) + ");");
		this.out.statement("RESET ALL");
		this.out.echo("Done.");
	}

}
