package dev.appmigrations.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.appmigrations.command.terminal.Terminal;
import dev.appmigrations.engine.history.BackfillState;
import dev.appmigrations.engine.options.BackfillOptions;
import dev.appmigrations.engine.report.BackfillReport;

/**
 * Backfills as people read them.
 */
final class BackfillView {

	private static final int STATE_WIDTH = 10;

	private BackfillView() {
	}

	static void print(List<BackfillReport> backfills, Terminal terminal) {
		for (BackfillReport backfill : backfills) {
			Terminal.Color color = (needsAttention(backfill)) ? Terminal.Color.RED : Terminal.Color.YELLOW;
			terminal.out()
				.println(terminal.paint(color, ("%-" + STATE_WIDTH + "s").formatted(backfill.state())) + backfill.name()
						+ ", backfill of " + backfill.table());
			details(backfill).forEach((line) -> terminal.out().println("  " + line));
			terminal.out().println();
		}
	}

	/** Whether it does not go on unless somebody does something. */
	static boolean needsAttention(BackfillReport backfill) {
		return backfill.failed() || BackfillState.CANCELLED.label().equals(backfill.state());
	}

	private static List<String> details(BackfillReport backfill) {
		List<String> lines = new ArrayList<>();
		if (backfill.startedAt() != null) {
			lines.add(progress(backfill));
		}
		if (backfill.reason() != null) {
			lines.add("because: " + backfill.reason());
		}
		if (backfill.cursor() != null) {
			lines.add("reached the key " + backfill.cursor()
					+ ((backfill.pass() > 1) ? "; pass " + backfill.pass() + " over rows that were left" : ""));
		}
		if (backfill.instance() != null) {
			lines.add(((backfill.active()) ? "worked on by " : "last worked on by ") + backfill.instance());
		}
		if (backfill.since() != null) {
			lines.add(backfill.state() + " since " + StatusView.time(backfill.since()) + " UTC");
		}
		if (backfill.skipped() > 0) {
			lines.add(rows(backfill.skipped()) + " skipped");
		}
		String error = backfill.lastError();
		if (error != null && !error.equals(backfill.reason())) {
			lines.add("latest error: " + error.replace("\n", "\n  "));
		}
		return lines;
	}

	/** Says how far it has come, in one line. */
	static String progress(BackfillReport backfill) {
		return joined(percent(backfill), walked(backfill), rate(backfill), left(backfill));
	}

	/** The same for a line whose end may not be seen. */
	static String liveProgress(BackfillReport backfill) {
		return joined(percent(backfill), left(backfill), rate(backfill), walked(backfill));
	}

	private static String joined(String... parts) {
		return Stream.of(parts).filter((part) -> !part.isEmpty()).collect(Collectors.joining(", "));
	}

	private static String percent(BackfillReport backfill) {
		return (backfill.position() != null) ? backfill.percent() + " %" : "";
	}

	private static String walked(BackfillReport backfill) {
		Long estimate = backfill.estimate();
		return rows(backfill.rows())
				+ ((estimate != null && estimate >= backfill.rows()) ? " of about " + number(estimate) : "");
	}

	private static String rate(BackfillReport backfill) {
		return (backfill.rate() > 0)
				? number(Math.round(backfill.rate())) + " rows/s in batches of " + number(backfill.batchSize()) : "";
	}

	private static String left(BackfillReport backfill) {
		if (backfill.left().isEmpty()) {
			return "";
		}
		return "about " + backfill.left() + " left"
				+ ((backfill.deviation().isEmpty()) ? "" : " (\u00b1 " + backfill.deviation() + ")");
	}

	/** Says in a few words how many there are, and in which state. */
	static String summary(List<BackfillReport> backfills) {
		long failed = backfills.stream().filter(BackfillReport::failed).count();
		return count(backfills) + ((failed > 0) ? " (" + failed + " failed)" : "");
	}

	/**
	 * Says who does those that are left.
	 * @param backfills those that are left, at least one
	 * @param mode who runs backfills
	 * @return a line
	 */
	static String ending(List<BackfillReport> backfills, BackfillOptions.Mode mode) {
		boolean begun = backfills.stream().anyMatch((backfill) -> backfill.startedAt() != null);
		String text = count(backfills) + ((begun) ? " not done yet, " : " pending, ");
		return text + switch (mode) {
			case BACKGROUND -> "run by the instances, or: migrations backfill";
			case STARTUP, COMMAND -> "run by: migrations backfill";
			case OFF -> "and run by nobody: app.migrations.backfill.mode is off";
		};
	}

	private static String count(List<BackfillReport> backfills) {
		return (backfills.size() == 1) ? "1 backfill" : backfills.size() + " backfills";
	}

	static String rows(long rows) {
		return number(rows) + ((rows == 1) ? " row" : " rows");
	}

	private static String number(long number) {
		return String.format(Locale.ROOT, "%,d", number);
	}

}
