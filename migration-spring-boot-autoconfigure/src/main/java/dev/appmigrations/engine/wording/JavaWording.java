package dev.appmigrations.engine.wording;

/**
 * The wording for those who use the engine without a shell: types, methods and options.
 */
public record JavaWording() implements Wording {

	private static final String URL = "the URL of the migrator's DataSource";

	@Override
	public String setting(Setting setting) {
		return switch (setting) {
			case URL, CONNECTION -> URL;
			case CREDENTIALS -> "the user and the password of the migrator's DataSource";
			case ROLE -> "a DataSource with its user and password";
			case POOL_SIZE -> "the pool's maximum size";
			case LOCATIONS -> "MigratorOptions.Scripts.locations";
			case LAYOUT -> "MigratorOptions.Scripts.layout";
			case PLACEHOLDERS -> "MigratorOptions.Scripts.placeholders";
			case SCHEMA -> "MigratorOptions.History.schema";
			case TABLE -> "MigratorOptions.History.table";
			case WAIT_FOR_DATABASE -> "MigratorOptions.Waiting.database";
			case ADVISORY_LOCK_WAIT -> "MigratorOptions.Waiting.advisoryLock";
			case LOCK_RETRY -> "LockLimits.lockRetryTimeout";
			case OUT_OF_ORDER -> "Policies.outOfOrder";
			case MISSING -> "Policies.missing";
			case GUARD -> "Policies.guard";
			case ADOPT -> "MigratorOptions.Rules.adopt";
			case BACKFILL_MODE -> "BackfillOptions.mode";
		};
	}

	@Override
	public String choice(Choice choice) {
		return switch (choice) {
			case NO_MIGRATIONS -> "no Migrator";
			case MIGRATE -> "Migrator.migrate()";
			case VALIDATE -> "Migrator.validate()";
			case APPLY_NOTHING -> "Migrator.validate() in place of Migrator.migrate()";
			case NO_REGISTRY -> "no MigratorInstance";
		};
	}

	@Override
	public String call(Call call) {
		String argument = call.argument();
		return switch (call.operation()) {
			case STATUS -> "Migrator.status()";
			case UP -> "Migrator.migrate()";
			case UP_DEVELOPMENT -> "Migrator.database().mark(…)";
			case CREATE -> "Migrator.database().create(…)";
			case DROP_FORCE -> "Migrator.database().drop(…) that ends sessions";
			case REDO -> method("Migrator.rollbacks().redo", argument);
			case ROLLBACK -> method("Migrator.rollbacks().run", argument);
			case ROLLBACK_TO -> "Migrator.rollbacks().run with RollbackRequest.To(" + argument + ")";
			case ROLLBACK_CASCADE -> "RollbackRequest.Single with cascade";
			case CONTRACT -> "Migrator.contract(ContractRequest.now())";
			case CONTRACT_WAIT -> "Migrator.contract(ContractRequest.untilDrained())";
			case CONTRACT_FORCE -> "Migrator.contract(ContractRequest.forced())";
			case REPAIR -> "Migrator.history().repair(…)";
			case REPAIR_DONE -> settle("DONE", argument);
			case REPAIR_AGAIN -> settle("AGAIN", argument);
			case REPAIR_START_OVER -> settle("START_OVER", argument);
			case BASELINE -> "Migrator.history().baseline(…)";
			case ADOPT -> method("Migrator.history().adopt", argument);
			case DRY_RUN -> "Migrator.safety().dryRun(…)";
			case TRY_OUT_FORCE -> "Migrator.safety().tryOut(…, true)";
			case ADOPT_DRY_RUN -> "Migrator.history().planAdoption(…)";
			case ADOPT_RENAME -> "FolderRewriter.of(\"" + argument + "\")";
			case BACKFILL -> method("Migrator.backfills().run", argument);
			case BACKFILL_RETRY -> method("Migrator.backfills().retry", argument);
			case BACKFILL_RESUME -> method("Migrator.backfills().resume", argument);
			case BACKFILL_START_OVER -> method("Migrator.backfills().startOver", argument);
			case SCRIPT -> "Migrator.script(…)";
		};
	}

	private static String settle(String decision, String migration) {
		return "Migrator.history().repair(…) with the decision " + decision + " on " + migration;
	}

	private static String method(String name, String argument) {
		return name + ((argument.isEmpty()) ? "(…)" : "(" + argument + ")");
	}

}
