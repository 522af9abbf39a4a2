package dev.appmigrations.engine;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

import javax.sql.DataSource;

import dev.appmigrations.engine.event.MigrationListener;
import dev.appmigrations.engine.jdbc.TenantDataSources;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.operation.ContractOperation;
import dev.appmigrations.engine.operation.ContractRequest;
import dev.appmigrations.engine.operation.MigrateOperation;
import dev.appmigrations.engine.operation.StatusOperation;
import dev.appmigrations.engine.operation.ValidateOperation;
import dev.appmigrations.engine.options.TenantOptions;
import dev.appmigrations.engine.report.MigrationReport;
import dev.appmigrations.engine.report.TenantReport;
import dev.appmigrations.engine.report.TenantsReport;
import dev.appmigrations.engine.run.RunContext;
import dev.appmigrations.engine.tenant.TenantContexts;
import dev.appmigrations.engine.tenant.TenantsFailedException;
import dev.appmigrations.engine.tenant.TenantsOperation;
import dev.appmigrations.engine.text.VisibleLog;
import org.jspecify.annotations.Nullable;

/**
 * Migrations of tenants, each in a schema of its own with the same scripts and a history
 * of its own. In a tenant's sessions the search path is the tenant's schema, and then
 * what it was before; {@code ${tenant}} in a script is the name of the tenant. For use by
 * several threads.
 */
public final class Tenants {

	private static final VisibleLog logger = VisibleLog.of(Tenants.class);

	private final DataSource dataSource;

	private final TenantContexts contexts;

	private final TenantOptions options;

	/** The same when it is known where the instances are. */
	private volatile @Nullable TenantContexts placed;

	private final Set<String> ready = ConcurrentHashMap.newKeySet();

	/**
	 * Creates migrations of tenants.
	 * @param migrator knows everything but the schema; one that its options name is
	 * ignored
	 * @param options which tenants there are, and how they are migrated
	 */
	public Tenants(MigratorBuilder migrator, TenantOptions options) {
		this(migrator, options, null);
	}

	/**
	 * Creates migrations of tenants that have a database each.
	 * @param migrator knows everything but the database
	 * @param options how they are migrated
	 * @param databases the databases; {@code null} if each tenant has a schema of one
	 */
	public Tenants(MigratorBuilder migrator, TenantOptions options, @Nullable TenantDataSources databases) {
		this.dataSource = migrator.dataSource();
		this.contexts = migrator.tenants(databases);
		this.options = options;
	}

	private Tenants(DataSource dataSource, TenantContexts contexts, TenantOptions options) {
		this.dataSource = dataSource;
		this.contexts = contexts;
		this.options = options;
	}

	/**
	 * Returns migrations of the same tenants with one more listener.
	 * @param listener the listener
	 * @return new migrations of tenants
	 */
	public Tenants withListener(MigrationListener listener) {
		return new Tenants(this.dataSource, this.contexts.with(listener), this.options);
	}

	/**
	 * Migrates all tenants. Those with nothing to do cost next to nothing.
	 * @return a report for each tenant; also of those that failed, if the options say
	 * that these hold up nobody
	 * @throws TenantsFailedException if one failed, and the options say that this stops
	 * all
	 * @throws MigrationException if it cannot be read which tenants there are, or how
	 * they stand
	 */
	public TenantsReport migrate() {
		return run((context) -> MigrateOperation.of(context, context.pending(), null).run());
	}

	/**
	 * Applies what is pending for all tenants, contract migrations included, once the
	 * release that needs what they remove is gone.
	 * @param request how long to wait for that
	 * @return a report for each tenant; also of those that failed, if the options say
	 * that these hold up nobody
	 * @throws TenantsFailedException if one failed, or somebody is in the way of one, and
	 * the options say that this stops all
	 * @throws MigrationException if it cannot be read which tenants there are, or how
	 * they stand
	 */
	public TenantsReport contract(ContractRequest request) {
		return run((context) -> new ContractOperation(context, request).run());
	}

	/**
	 * Makes sure that nothing is pending or wrong for any tenant, and writes nothing.
	 * @return a report for each tenant
	 * @throws TenantsFailedException if something is, and the options say that this stops
	 * all
	 * @throws MigrationException if it cannot be read which tenants there are, or how
	 * they stand
	 */
	public TenantsReport validate() {
		return run((context) -> new ValidateOperation(context, null).run());
	}

	private TenantsReport run(Function<RunContext, MigrationReport> work) {
		TenantsReport report = new TenantsOperation(this.contexts, this.options, work).run();
		report.tenants().stream().filter(TenantReport::ready).forEach((tenant) -> this.ready.add(tenant.tenant()));
		if (!report.failed().isEmpty() && this.options.onFailure() == TenantOptions.OnFailure.STOP) {
			throw new TenantsFailedException(report);
		}
		report.failed()
			.forEach((tenant) -> logger.warn("Tenant {} is left out: {}", tenant.tenant(),
					Objects.requireNonNull(tenant.failure()).getMessage()));
		logger.info("{}", report.summary());
		return report;
	}

	/**
	 * Migrates one tenant, which need not be one of those that the options tell: its
	 * schema is created where it is missing.
	 * @param tenant the name of its schema
	 * @return the report, with what was done
	 * @throws IllegalArgumentException if that is no name of a schema
	 * @throws MigrationException as {@link Migrator#migrate()}
	 */
	public MigrationReport migrate(String tenant) {
		MigrationReport report = migrator(tenant).migrate();
		if (new TenantReport(tenant, report, null).ready()) {
			this.ready.add(tenant);
		}
		return report;
	}

	/**
	 * Finds out how all tenants stand, and writes nothing.
	 * @return a report for each tenant
	 * @throws MigrationException if it cannot be read which tenants there are
	 */
	public TenantsReport status() {
		return reading().run();
	}

	/**
	 * Reads which tenants there are.
	 * @return the names of their schemas, in order
	 * @throws MigrationException if the database cannot be read
	 */
	public List<String> names() {
		return reading().names();
	}

	private TenantsOperation reading() {
		return new TenantsOperation(this.contexts, this.options, (context) -> new StatusOperation(context).run());
	}

	/**
	 * Tells whether a tenant can be served: everything of this release is applied. Asks
	 * the database until that is so, and then no more.
	 * @param tenant the name of its schema
	 * @return whether nothing is pending, and nothing wrong
	 * @throws MigrationException if the database cannot be read
	 */
	public boolean isReady(String tenant) {
		if (this.ready.contains(tenant)) {
			return true;
		}
		boolean now = new TenantReport(tenant, migrator(tenant).status(), null).ready();
		if (now) {
			this.ready.add(tenant);
		}
		return now;
	}

	/**
	 * Tells whether a tenant was found ready by this application already. Asks no
	 * database.
	 * @param tenant the name of its schema
	 * @return whether it was
	 */
	public boolean isKnownReady(String tenant) {
		return this.ready.contains(tenant);
	}

	/**
	 * Returns what migrates one tenant, for everything else that can be done there.
	 * @param tenant the name of its schema
	 * @return a migrator
	 * @throws IllegalArgumentException if that is no name of a schema
	 */
	public Migrator migrator(String tenant) {
		TenantDataSources databases = this.contexts.databases();
		RunContext context = placed().of(tenant);
		return new Migrator((databases != null) ? databases.dataSource(tenant) : this.dataSource, context);
	}

	private TenantContexts placed() {
		TenantContexts known = this.placed;
		if (known == null) {
			known = reading().placed();
			this.placed = known;
		}
		return known;
	}

	/**
	 * Returns what an instance of the application knows of the migrations of tenants, for
	 * those that sign on.
	 * @return names, each with a prefix that tells them from those of other migrations
	 * @throws MigrationException if a location cannot be read
	 */
	public List<String> known() {
		return this.contexts.known();
	}

	/**
	 * Returns the way to the database of what tenants share.
	 * @return the data source
	 */
	public DataSource dataSource() {
		return this.dataSource;
	}

	/**
	 * Tells whether the tenants have schemas of one database.
	 * @return whether they share a database
	 */
	public boolean sharesDatabase() {
		return this.contexts.databases() == null;
	}

	/**
	 * Returns which tenants there are, and how they are migrated.
	 * @return the options
	 */
	public TenantOptions options() {
		return this.options;
	}

}
