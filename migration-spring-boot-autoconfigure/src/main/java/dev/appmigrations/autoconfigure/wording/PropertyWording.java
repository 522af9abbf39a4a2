package dev.appmigrations.autoconfigure.wording;

import java.util.regex.Pattern;

import dev.appmigrations.engine.wording.Call;
import dev.appmigrations.engine.wording.Choice;
import dev.appmigrations.engine.wording.Setting;
import dev.appmigrations.engine.wording.Wording;

/**
 * The wording for users of Spring Boot: properties, and the commands in their own jar.
 */
public record PropertyWording() implements Wording {

	private static final String PREFIX = "app.migrations.";

	private static final Pattern PLAIN = Pattern.compile("[\\w.:/+-]*");

	@Override
	public String setting(Setting setting) {
		return switch (setting) {
			case URL -> PREFIX + "url";
			case CONNECTION -> "spring.datasource.url or app.migrations.url";
			case CREDENTIALS -> "spring.datasource.username and spring.datasource.password"
					+ " (or app.migrations.username and app.migrations.password)";
			case ROLE -> "app.migrations.username and app.migrations.password";
			case POOL_SIZE -> "spring.datasource.hikari.maximum-pool-size";
			case LOCATIONS -> PREFIX + "locations";
			case LAYOUT -> PREFIX + "layout";
			case PLACEHOLDERS -> PREFIX + "placeholders";
			case SCHEMA -> PREFIX + "schema";
			case TABLE -> PREFIX + "table";
			case WAIT_FOR_DATABASE -> PREFIX + "wait-for-database";
			case ADVISORY_LOCK_WAIT -> PREFIX + "advisory-lock.wait-timeout";
			case LOCK_RETRY -> PREFIX + "statements.lock-retry-timeout";
			case OUT_OF_ORDER -> PREFIX + "out-of-order";
			case MISSING -> PREFIX + "missing";
			case GUARD -> PREFIX + "guard";
			case ADOPT -> PREFIX + "adopt";
			case BACKFILL_MODE -> PREFIX + "backfill.mode";
		};
	}

	@Override
	public String choice(Choice choice) {
		return PREFIX + switch (choice) {
			case NO_MIGRATIONS -> "enabled=false";
			case MIGRATE -> "startup=migrate";
			case VALIDATE -> "startup=validate";
			case APPLY_NOTHING -> "startup=none";
			case NO_REGISTRY -> "instances.enabled=false";
		};
	}

	@Override
	public String call(Call call) {
		String argument = (call.argument().isEmpty()) ? "" : " " + quoted(call.argument());
		return "the command 'migrations " + switch (call.operation()) {
			case STATUS -> "status";
			case UP -> "up";
			case UP_DEVELOPMENT -> "up --development";
			case CREATE -> "create";
			case DROP_FORCE -> "drop --force";
			case REDO -> "redo" + argument;
			case ROLLBACK -> "rollback" + argument;
			case ROLLBACK_TO -> "rollback --to" + argument;
			case ROLLBACK_CASCADE -> "rollback" + argument + " --cascade";
			case CONTRACT -> "contract";
			case CONTRACT_WAIT -> "contract --wait";
			case CONTRACT_FORCE -> "contract --force";
			case REPAIR -> "repair";
			case REPAIR_DONE -> "repair --done" + argument;
			case REPAIR_AGAIN -> "repair --again" + argument;
			case REPAIR_START_OVER -> "repair --start-over" + argument;
			case BACKFILL -> "backfill" + argument;
			case BACKFILL_RETRY -> "backfill --retry" + argument;
			case BACKFILL_RESUME -> "backfill --resume" + argument;
			case BACKFILL_START_OVER -> "backfill --start-over" + argument;
			case BASELINE -> "baseline VERSION";
			case ADOPT -> "adopt" + argument;
			case DRY_RUN -> "up --dry-run";
			case TRY_OUT_FORCE -> "up --dry-run --execute --force";
			case ADOPT_DRY_RUN -> "adopt --dry-run";
			case ADOPT_RENAME -> "adopt" + argument + " --rename DIR";
			case SCRIPT -> "script";
		} + "'";
	}

	/** A name that a shell would take for several words is one for it in quotes. */
	private static String quoted(String argument) {
		return (PLAIN.matcher(argument).matches()) ? argument : "\"" + argument + "\"";
	}

}
