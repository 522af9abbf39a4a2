package dev.appmigrations.command;

import java.io.PrintWriter;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

import dev.appmigrations.command.terminal.Terminal;
import dev.appmigrations.command.terminal.WrappedName;
import dev.appmigrations.engine.migration.Phase;
import dev.appmigrations.engine.plan.MigrationState;
import dev.appmigrations.engine.report.AppliedReport;
import dev.appmigrations.engine.report.FailedBefore;
import dev.appmigrations.engine.report.MigrationReport;
import dev.appmigrations.engine.report.PendingReport;
import org.jspecify.annotations.Nullable;

/**
 * The migrations of a report as a table, the oldest first: what was applied, then what
 * will be. Each is in it once. Of a long list the latest applied ones and the next
 * pending ones are shown, with all that need attention.
 */
final class StatusTable {

	private static final int STATE_WIDTH = 10;

	private final Terminal terminal;

	private final PrintWriter out;

	private final int limit;

	/**
	 * Creates a table.
	 * @param terminal where it is printed
	 * @param limit how many applied and how many pending ones are shown at most
	 */
	StatusTable(Terminal terminal, int limit) {
		this.terminal = terminal;
		this.out = terminal.out();
		this.limit = limit;
	}

	void print(MigrationReport report) {
		if (report.applied().isEmpty() && report.pending().isEmpty()) {
			return;
		}
		this.out.println(row("STATE", "APPLIED (UTC)", "TOOK", "MIGRATION", UnaryOperator.identity()));
		Set<String> pending = new HashSet<>();
		report.pending().forEach((entry) -> pending.add(entry.name()));
		// A repeatable one that has changed is in both lists.
		Map<String, Instant> before = new HashMap<>();
		for (AppliedReport entry : report.applied()) {
			if (pending.contains(entry.name()) && entry.appliedAt() != null) {
				before.put(entry.name(), entry.appliedAt());
			}
		}
		applied(report.applied().stream().filter((entry) -> !pending.contains(entry.name())).toList());
		String running = (report.running() != null) ? report.running().migration() : null;
		pending(report.pending(), running, before);
		this.out.println();
	}

	private void applied(List<AppliedReport> applied) {
		int hidden = 0;
		for (int i = 0; i < applied.size(); i++) {
			AppliedReport entry = applied.get(i);
			boolean plain = MigrationState.APPLIED.label().equals(entry.state()) && entry.failure() == null;
			if (plain && i < applied.size() - this.limit) {
				hidden++;
				continue;
			}
			leftOut(hidden, "more applied");
			hidden = 0;
			this.out
				.println(row(entry.state(), StatusView.time(entry.appliedAt()), StatusView.took(entry.executionMs()),
						name(entry.name(), entry.phase(), entry.outOfOrder()), this::paint));
			FailedBefore failure = entry.failure();
			if (failure != null) {
				detail("its rollback failed " + failed(failure));
			}
		}
		leftOut(hidden, "more applied");
	}

	private void pending(List<PendingReport> pending, @Nullable String running, Map<String, Instant> before) {
		int hidden = 0;
		for (int i = 0; i < pending.size(); i++) {
			PendingReport entry = pending.get(i);
			String state = (entry.name().equals(running)) ? "running" : state(entry);
			if (i >= this.limit && state.equals(MigrationState.PENDING.label())) {
				hidden++;
				continue;
			}
			leftOut(hidden, "more pending");
			hidden = 0;
			this.out.println(row(state, StatusView.time(before.get(entry.name())), "",
					name(entry.name(), entry.phase(), entry.outOfOrder()), this::paint));
			String detail = detail(entry);
			if (detail != null) {
				detail(detail);
			}
		}
		leftOut(hidden, "more pending");
	}

	private void leftOut(int hidden, String what) {
		if (hidden > 0) {
			this.out.println("...       " + hidden + " " + what + ", not shown here (--all shows them)");
		}
	}

	static String state(PendingReport pending) {
		if (begun(pending)) {
			return "half done";
		}
		return (pending.failure() != null) ? "failed" : pending.state();
	}

	private static boolean begun(PendingReport pending) {
		return pending.statementsDone() != null && pending.statementsDone() > 0;
	}

	/** How far it has come, and why no further. */
	static @Nullable String detail(PendingReport pending) {
		FailedBefore failure = pending.failure();
		if (!begun(pending)) {
			return (failure != null) ? "failed " + failed(failure) : null;
		}
		String done = pending.statementsDone() + " of " + pending.statements() + " statements are committed";
		return (failure != null) ? done + "; the next one failed " + failed(failure) : done;
	}

	private static String failed(FailedBefore failure) {
		String times = (failure.count() > 1) ? " (" + failure.count() + " times in a row)" : "";
		String ago = (failure.ageSeconds() != null) ? StatusView.ago(failure.ageSeconds()) + " ago" : "";
		String error = failure.summary();
		return ago + times + ((error.isEmpty()) ? "" : ": " + error);
	}

	private void detail(String text) {
		this.out.println(" ".repeat(STATE_WIDTH) + text);
	}

	/** The phase of most migrations goes without saying. */
	private static String name(String name, @Nullable String phase, boolean late) {
		return name + ((Phase.CONTRACT.label().equals(phase)) ? " (contract)" : "") + ((late) ? " (late)" : "");
	}

	private String row(String state, String time, String took, String name, UnaryOperator<String> paint) {
		String left = "%-16s  %7s  ".formatted(time, took);
		String first = "%-10s".formatted(state);
		return paint.apply(first) + left + WrappedName.at(this.terminal, first.length() + left.length(), name);
	}

	private String paint(String state) {
		return switch (state.trim()) {
			case "applied" -> this.terminal.paint(Terminal.Color.GREEN, state);
			case "pending", "outdated", "running" -> this.terminal.paint(Terminal.Color.YELLOW, state);
			default -> this.terminal.paint(Terminal.Color.RED, state);
		};
	}

}
