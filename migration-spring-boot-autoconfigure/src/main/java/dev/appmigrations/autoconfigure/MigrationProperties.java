package dev.appmigrations.autoconfigure;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.appmigrations.engine.history.HistoryTables;
import dev.appmigrations.engine.migration.MigrationVersion;
import dev.appmigrations.engine.options.MigratorOptions;
import dev.appmigrations.engine.options.SafetyOptions;
import dev.appmigrations.engine.plan.Policies;
import dev.appmigrations.engine.plan.Policy;
import dev.appmigrations.engine.script.Layout;
import dev.appmigrations.engine.script.Location;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.convert.DurationUnit;
import org.springframework.util.StringUtils;

/**
 * The properties of migrations. A blank text counts as none, so that {@code ${VARIABLE:}}
 * may stand for a value that is not always there.
 *
 * @param enabled Whether to enable migrations; false removes all of it, the endpoint
 * included.
 * @param startup What a start does. "migrate" applies what is pending, "validate" fails
 * if something is pending or wrong, "background" applies what is pending when the web
 * server answers already, and is ready when that is done, "none" leaves the database
 * alone.
 * @param locations Folders to search for migrations, with all folders below them.
 * "classpath:" searches every root of the class path that has the folder, "file:" names a
 * folder of the file system.
 * @param layout How the files are named and where their versions stand. "auto" takes the
 * layout of another tool, for each location, where that is unambiguous, and says so;
 * "own" never does; the name of a tool takes its files as that tool takes them.
 * @param schema Schema of the history table, created if absent and first in the search
 * path of the scripts. If not set, the schema where the search path finds the table, or
 * else the current schema.
 * @param table Name of the history table. The names of the other tables begin with it.
 * @param url JDBC URL or PostgreSQL connection URI of the database to migrate. If not
 * set, the application's data source is used.
 * @param username Login user of the database to migrate. Without a URL, the application's
 * data source is used with this user.
 * @param password Login password of the database to migrate.
 * @param driverClassName Fully qualified name of the JDBC driver for the URL. If not set,
 * it is found by the URL.
 * @param placeholders Values of ${name} in the scripts. If there are none, nothing is
 * replaced.
 * @param waitForDatabase How long to wait for a database that is not up yet; zero for not
 * at all. If a duration suffix is not specified, seconds will be used.
 * @param target Last version that a start applies. If not set, all that is pending.
 * Repeatable migrations, which belong behind all versions, do not run where it is set.
 * @param outOfOrder What becomes of a pending migration with a version before one that is
 * applied. "warn" and "allow" apply it, "reject" fails the start.
 * @param missing What becomes of a start when the file of an applied migration is gone.
 * @param changed What becomes of a start when a file has changed since it was applied:
 * "reject" or "warn".
 * @param guard What becomes of a start when a newer release has contracted the database,
 * so that what this one needs may be gone. "warn" and "allow" start nevertheless,
 * "reject" fails the start.
 * @param baselineVersion In a schema that has tables and no history, what is pending at
 * or below this version is marked as applied, and does not run.
 * @param adopt What becomes of another tool's history where there is none of this one.
 * "off" stops the start and tells what was found, "auto" takes it over if every row has
 * its file, the name of a tool takes over what has a file, "ignore" says that it belongs
 * to something else.
 * @param otherTools What becomes of a start in which Flyway or Liquibase migrates the
 * same schema: "reject" fails it, "warn" logs it, "allow" does nothing.
 * @param keepRollbacks Whether the history keeps the scripts that undo migrations, so
 * that a release without the file can run them.
 * @param networkTimeout How long the server waits for a client that does not acknowledge
 * what it was sent, before it ends the session, so that the lock is free
 * (tcp_user_timeout). Less ends clients that only pause; zero leaves it to the server's
 * operating system. If a duration suffix is not specified, seconds will be used.
 * @param advisoryLock Advisory lock that lets one instance migrate at a time.
 * @param statements Limits of the statements of the scripts.
 * @param instances Registry of the instances that are running, by which contract
 * migrations know when the old release is gone.
 * @param backfill Backfills of large tables, which are done in batches.
 * @param safety What becomes of pending migrations that would harm the running
 * application. "warn" logs what the linter finds, "fail" stops before anything runs if a
 * finding is a failure, "off" does not look.
 * @param lint What the linter counts as harmful.
 * @param unknownProperties What becomes of names below app.migrations that do not exist.
 * "fail" fails the start if they are in files or among the arguments, "warn" logs them,
 * "ignore" does nothing. In the environment, a name is logged that is next to one that
 * exists, unless it is "ignore".
 * @param release Release of the application that the history records. If not set,
 * "spring.application.version", or else the version in the build information.
 */
@ConfigurationProperties(MigrationProperties.PREFIX)
public record MigrationProperties(Boolean enabled, Startup startup, List<String> locations, Layout layout,
		@Nullable String schema, String table, @Nullable String url, @Nullable String username,
		@Nullable String password, @Nullable String driverClassName, @Nullable Map<String, String> placeholders,
		@DurationUnit(ChronoUnit.SECONDS) Duration waitForDatabase, @Nullable String target, Policy outOfOrder,
		Policy missing, Policy changed, Policy guard, @Nullable String baselineVersion, String adopt, Policy otherTools,
		Boolean keepRollbacks, @DurationUnit(ChronoUnit.SECONDS) Duration networkTimeout,
		@NestedConfigurationProperty AdvisoryLockProperties advisoryLock,
		@NestedConfigurationProperty StatementProperties statements,
		@NestedConfigurationProperty InstanceProperties instances,
		@NestedConfigurationProperty BackfillProperties backfill, SafetyOptions.Mode safety,
		@NestedConfigurationProperty LintProperties lint, UnknownPropertyPolicy unknownProperties,
		@Nullable String release) {

	static final String PREFIX = "app.migrations";

	public MigrationProperties {
		// A property that is not set is null here. Defaults stand in code, and once more
		// in the metadata, because reading and converting annotations takes a part of
		// each start.
		enabled = or(enabled, true);
		startup = or(startup, Startup.MIGRATE);
		locations = List.copyOf(or(locations, List.of(MigratorOptions.DEFAULT_LOCATION)));
		layout = or(layout, Layout.AUTO);
		waitForDatabase = or(waitForDatabase, Duration.ofSeconds(30));
		outOfOrder = or(outOfOrder, Policies.DEFAULT.outOfOrder());
		missing = or(missing, Policies.DEFAULT.missing());
		changed = or(changed, Policies.DEFAULT.changed());
		if (locations.isEmpty()) {
			throw new IllegalArgumentException("app.migrations.locations names no folder");
		}
		locations(locations);
		schema = textOrNull(schema);
		table = or(table, HistoryTables.DEFAULT_HISTORY);
		keepRollbacks = or(keepRollbacks, false);
		new MigratorOptions.History(schema, table, keepRollbacks);
		guard = or(guard, Policies.DEFAULT.guard());
		new Policies(outOfOrder, missing, changed, guard);
		target = textOrNull(target);
		version("app.migrations.target", target);
		adopt = or(adopt, "off");
		MigratorOptions.Adopt.parse(adopt);
		otherTools = or(otherTools, Policy.REJECT);
		baselineVersion = textOrNull(baselineVersion);
		version("app.migrations.baseline-version", baselineVersion);
		url = textOrNull(url);
		username = textOrNull(username);
		if (StringUtils.hasText(password) && username == null && url == null) {
			throw new IllegalArgumentException(
					"app.migrations.password is set, and neither app.migrations.username nor app.migrations.url is");
		}
		driverClassName = textOrNull(driverClassName);
		placeholders = (placeholders != null) ? Map.copyOf(placeholders) : Map.of();
		Durations.notNegative("app.migrations.wait-for-database", waitForDatabase);
		networkTimeout = or(networkTimeout, MigratorOptions.Waiting.NETWORK);
		Durations.notNegative("app.migrations.network-timeout", networkTimeout);
		advisoryLock = or(advisoryLock, AdvisoryLockProperties.DEFAULT);
		statements = or(statements, StatementProperties.DEFAULT);
		instances = or(instances, InstanceProperties.DEFAULT);
		backfill = or(backfill, BackfillProperties.DEFAULT);
		safety = or(safety, SafetyOptions.Mode.WARN);
		lint = or(lint, LintProperties.DEFAULT);
		unknownProperties = or(unknownProperties, UnknownPropertyPolicy.FAIL);
		release = textOrNull(release);
	}

	/**
	 * Returns the values of placeholders.
	 * @return by name; empty if there are none
	 */
	@Override
	public Map<String, String> placeholders() {
		return (this.placeholders != null) ? this.placeholders : Map.of();
	}

	/** The options of the engine, for an application of that name and release. */
	MigratorOptions options(@Nullable String application, @Nullable String release) {
		MigratorOptions defaults = MigratorOptions.defaults();
		return new MigratorOptions(new MigratorOptions.Scripts(locations(this.locations), placeholders(), this.layout),
				new MigratorOptions.History(this.schema, this.table, this.keepRollbacks),
				new MigratorOptions.Waiting(this.waitForDatabase, this.advisoryLock.waitTimeout(),
						defaults.waiting().replay(), this.statements.limits(), this.networkTimeout),
				new MigratorOptions.Rules(new Policies(this.outOfOrder, this.missing, this.changed, this.guard),
						version("app.migrations.target", this.target),
						version("app.migrations.baseline-version", this.baselineVersion),
						MigratorOptions.Adopt.parse(this.adopt), new SafetyOptions(this.safety, this.lint.settings()),
						this.backfill.options()),
				new MigratorOptions.Identity(textOrNull(application), textOrNull(release)));
	}

	// Passwords are in some values, and in URLs of some forms.
	@Override
	public String toString() {
		return "MigrationProperties[enabled=" + this.enabled + ", startup=" + this.startup + ", locations="
				+ this.locations + ", layout=" + this.layout + ", schema=" + this.schema + ", table=" + this.table
				+ ", url=" + hidden(this.url) + ", username=" + this.username + ", password=" + hidden(this.password)
				+ ", driverClassName=" + this.driverClassName + ", placeholders=" + placeholders().keySet()
				+ ", waitForDatabase=" + this.waitForDatabase + ", target=" + this.target + ", outOfOrder="
				+ this.outOfOrder + ", missing=" + this.missing + ", changed=" + this.changed + ", guard=" + this.guard
				+ ", baselineVersion=" + this.baselineVersion + ", adopt=" + this.adopt + ", otherTools="
				+ this.otherTools + ", keepRollbacks=" + this.keepRollbacks + ", networkTimeout=" + this.networkTimeout
				+ ", advisoryLock=" + this.advisoryLock + ", statements=" + this.statements + ", instances="
				+ this.instances + ", backfill=" + this.backfill + ", safety=" + this.safety + ", lint=" + this.lint
				+ ", unknownProperties=" + this.unknownProperties + ", release=" + this.release + "]";
	}

	private static <T> T or(@Nullable T value, T otherwise) {
		return (value != null) ? value : otherwise;
	}

	private static @Nullable String textOrNull(@Nullable String text) {
		return (StringUtils.hasText(text)) ? text : null;
	}

	private static @Nullable String hidden(@Nullable String value) {
		return (value != null) ? "******" : null;
	}

	private static List<Location> locations(List<String> texts) {
		List<Location> locations = new ArrayList<>(texts.size());
		for (String text : texts) {
			locations.add(Location.parse(text));
		}
		return locations;
	}

	private static @Nullable MigrationVersion version(String property, @Nullable String text) {
		if (text != null && !MigrationVersion.isVersion(text)) {
			throw new IllegalArgumentException(
					property + " is not a version (digits, optionally dotted): '" + text + "'");
		}
		return (text != null) ? MigrationVersion.parse(text) : null;
	}

}
