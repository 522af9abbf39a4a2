package dev.appmigrations.actuate.endpoint;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

import dev.appmigrations.engine.report.StepReport;
import dev.appmigrations.engine.text.VisibleLog;
import org.jspecify.annotations.Nullable;

/**
 * The runs that were asked for over HTTP: one at a time, and the latest ten are known.
 * Each has a thread of its own, because it may take longer than any client waits. An
 * application that ends does not wait for it; a run that is killed leaves nothing behind.
 */
final class RequestedRuns {

	private static final VisibleLog logger = VisibleLog.of(RequestedRuns.class);

	private static final int KEPT = 10;

	private final Map<String, RequestedRun> runs = new LinkedHashMap<>();

	/**
	 * Begins a run.
	 * @param operation what it does
	 * @param migrator the name of the migrator
	 * @param work does it
	 * @return the run, {@code null} if another one is going on
	 */
	synchronized @Nullable RequestedRun begin(String operation, String migrator, Callable<List<StepReport>> work) {
		if (this.runs.values().stream().anyMatch((run) -> run.outcome() == null)) {
			return null;
		}
		RequestedRun run = new RequestedRun(operation, migrator);
		if (this.runs.size() == KEPT) {
			this.runs.remove(this.runs.keySet().iterator().next());
		}
		this.runs.put(run.id(), run);
		Thread thread = new Thread(() -> run(run, work), "migrations-" + operation);
		thread.setDaemon(true);
		thread.start();
		return run;
	}

	private static void run(RequestedRun run, Callable<List<StepReport>> work) {
		try {
			run.done(work.call());
		}
		catch (Exception ex) {
			logger.warn("The run that was asked for over HTTP has failed", ex);
			run.failed(ex);
		}
		finally {
			if (run.outcome() == null) {
				run.failed(new IllegalStateException("The run was ended"));
			}
		}
	}

	synchronized @Nullable RequestedRun find(String id) {
		return this.runs.get(id);
	}

}
