package dev.appmigrations.engine.tenant;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

import dev.appmigrations.engine.history.HistorySnapshot;
import dev.appmigrations.engine.history.SchemaHistories;
import dev.appmigrations.engine.jdbc.KeptConnections;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.jdbc.TenantDataSources;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.options.TenantOptions;
import dev.appmigrations.engine.plan.PlanRequest;
import dev.appmigrations.engine.report.MigrationReport;
import dev.appmigrations.engine.report.TenantReport;
import dev.appmigrations.engine.report.TenantsReport;
import dev.appmigrations.engine.run.Assessment;
import dev.appmigrations.engine.run.MigrationRun;
import dev.appmigrations.engine.run.RunContext;
import dev.appmigrations.engine.time.Uninterrupted;

/**
 * Does the same in the schemas of all tenants:
 * <ol>
 * <li>The scripts are read once.
 * <li>One connection reads which tenants there are, and their histories, many in a
 * message. Where nothing is to be done, that was all.
 * <li>Each of the others gets a run of its own, some of them at once. One that fails
 * hides no other.
 * </ol>
 */
public final class TenantsOperation {

	private final TenantContexts contexts;

	private final TenantOptions options;

	private final Function<RunContext, MigrationReport> work;

	/** Whether one has failed, so that no other begins. */
	private volatile boolean stopped;

	/**
	 * Creates the operation.
	 * @param contexts what runs share
	 * @param options which tenants there are
	 * @param work what is done where something is to be done
	 */
	public TenantsOperation(TenantContexts contexts, TenantOptions options,
			Function<RunContext, MigrationReport> work) {
		this.contexts = contexts;
		this.options = options;
		this.work = work;
	}

	/**
	 * Runs it.
	 * @return a report for each tenant, also of those that failed
	 * @throws MigrationException if it is not known which tenants there are
	 */
	public TenantsReport run() {
		TenantContexts fixed = this.contexts.fixed();
		Found found = find(fixed);
		List<String> left = found.tenants().stream().filter((tenant) -> !found.upToDate().containsKey(tenant)).toList();
		Map<String, TenantReport> done = (left.isEmpty()) ? Map.of() : each(found.contexts(), left);
		List<TenantReport> reports = new ArrayList<>(found.tenants().size());
		for (String tenant : found.tenants()) {
			reports.add(done.getOrDefault(tenant, new TenantReport(tenant, found.upToDate().get(tenant), null)));
		}
		return new TenantsReport(reports);
	}

	private Found find(TenantContexts fixed) {
		TenantDataSources databases = fixed.databases();
		if (databases != null) {
			return new Found(fixed, sorted(databases), Map.of());
		}
		return new MigrationRun(fixed.shared(), PlanRequest.ALL).inSession((session) -> {
			List<String> names = TenantNames.read(session, this.options);
			TenantContexts placed = fixed.at(session);
			return new Found(placed, names, upToDate(session, placed, names));
		});
	}

	/**
	 * Finds out where the instances of the application are.
	 * @return contexts that know it
	 * @throws MigrationException if the database cannot be read
	 */
	public TenantContexts placed() {
		return (this.contexts.databases() != null) ? this.contexts
				: new MigrationRun(this.contexts.shared(), PlanRequest.ALL).inSessionNow(this.contexts::at);
	}

	/**
	 * Reads which tenants there are, and nothing else.
	 * @return the names of their schemas, in order
	 * @throws MigrationException if that is not known
	 */
	public List<String> names() {
		TenantDataSources databases = this.contexts.databases();
		return (databases != null) ? sorted(databases) : new MigrationRun(this.contexts.shared(), PlanRequest.ALL)
			.inSession((session) -> TenantNames.read(session, this.options));
	}

	private static List<String> sorted(TenantDataSources databases) {
		return List.copyOf(new TreeSet<>(databases.names()));
	}

	private Map<String, MigrationReport> upToDate(Session session, TenantContexts placed, List<String> names) {
		Map<String, MigrationReport> upToDate = new LinkedHashMap<>();
		SchemaHistories histories = new SchemaHistories(placed.shared().options().history().table(),
				placed.instances());
		for (Map.Entry<String, HistorySnapshot> history : histories.read(session, names).entrySet()) {
			RunContext context = placed.of(history.getKey());
			Assessment assessment = new MigrationRun(context, context.pending(),
					(same, known, strength) -> history.getValue())
				.assess(session);
			boolean waits = !assessment.found().progress().isEmpty() || !assessment.plan().waiting().isEmpty();
			if (!assessment.hasWork() && assessment.plan().problems().isEmpty() && !waits) {
				upToDate.put(history.getKey(), assessment.report());
			}
		}
		return upToDate;
	}

	/** Several threads take one tenant after the other, each with its own connection. */
	private Map<String, TenantReport> each(TenantContexts fixed, List<String> tenants) {
		Queue<String> left = new ConcurrentLinkedQueue<>(tenants);
		Map<String, TenantReport> reports = new ConcurrentHashMap<>();
		int count = Math.min(this.options.parallel(), tenants.size());
		ExecutorService threads = Executors.newFixedThreadPool(count, TenantsOperation::thread);
		try {
			List<Future<?>> running = new ArrayList<>(count);
			for (int i = 0; i < count; i++) {
				running.add(threads.submit(() -> work(fixed, left, reports)));
			}
			for (Future<?> thread : running) {
				Uninterrupted.resultOf(thread);
			}
			left.forEach((tenant) -> reports.put(tenant, new TenantReport(tenant, null, null)));
			return reports;
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException("A tenant could not be migrated", ex.getCause());
		}
		finally {
			threads.shutdownNow();
		}
	}

	private void work(TenantContexts fixed, Queue<String> left, Map<String, TenantReport> reports) {
		if (fixed.databases() != null) {
			work(left, reports, fixed::of);
			return;
		}
		try (KeptConnections kept = fixed.shared().sessions().keptConnections()) {
			work(left, reports, (tenant) -> fixed.of(tenant).with(kept));
		}
	}

	private void work(Queue<String> left, Map<String, TenantReport> reports, Function<String, RunContext> contexts) {
		String tenant = (this.stopped) ? null : left.poll();
		while (tenant != null) {
			reports.put(tenant, one(tenant, contexts));
			tenant = (this.stopped) ? null : left.poll();
		}
	}

	private TenantReport one(String tenant, Function<String, RunContext> contexts) {
		try {
			return new TenantReport(tenant, this.work.apply(contexts.apply(tenant)), null);
		}
		catch (MigrationException ex) {
			this.stopped = this.stopped || this.options.onFailure() == TenantOptions.OnFailure.STOP;
			return new TenantReport(tenant, null, ex);
		}
	}

	private static Thread thread(Runnable work) {
		Thread thread = new Thread(work, "migrations-tenants");
		thread.setDaemon(true);
		return thread;
	}

	/**
	 * What one connection has found out.
	 *
	 * @param contexts those of tenants
	 * @param tenants the names of all of them
	 * @param upToDate the reports of those with nothing to do
	 */
	private record Found(TenantContexts contexts, List<String> tenants, Map<String, MigrationReport> upToDate) {

	}

}
