package dev.appmigrations.command;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.appmigrations.engine.report.TraceReport;
import dev.appmigrations.engine.safety.TraceEvidence;
import dev.appmigrations.engine.safety.trace.LockTrace;
import dev.appmigrations.engine.safety.trace.MigrationTrace;
import dev.appmigrations.engine.safety.trace.ObjectTrace;
import dev.appmigrations.engine.safety.trace.StatementTrace;
import dev.appmigrations.engine.safety.trace.UnitTrace;
import dev.appmigrations.engine.sql.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * A lock trace as Markdown, for a comment on a pull request: a table for each migration,
 * with a row for each statement that others could notice.
 */
final class TraceMarkdown {

	private static final String NONE = "–";

	private static final String PUBLIC = "public.";

	private final TracedMigrations traced;

	private final TraceReport report;

	private final StringBuilder text = new StringBuilder();

	private TraceMarkdown(TracedMigrations traced) {
		this.traced = traced;
		this.report = traced.report();
	}

	/**
	 * Writes a trace.
	 * @param traced what migrations did on a scratch database
	 * @return lines of Markdown, each with its end
	 */
	static String of(TracedMigrations traced) {
		return new TraceMarkdown(traced).write();
	}

	private String write() {
		if (this.report.migrations().isEmpty()) {
			return "No migration was traced.\n";
		}
		for (MigrationTrace migration : this.report.migrations()) {
			migration(migration);
		}
		for (String limit : this.report.limits()) {
			line("- Not traced: " + plain(limit));
		}
		return this.text.toString();
	}

	private void line(String line) {
		this.text.append(line).append('\n');
	}

	private void migration(MigrationTrace migration) {
		line("**" + plain(migration.name()) + "** · " + migration.phase().label() + " · " + units(migration.units())
				+ " · " + plain(this.report.server()) + " (scratch)");
		line("");
		int quiet = 0;
		boolean head = false;
		for (UnitTrace unit : migration.units()) {
			for (StatementTrace statement : unit.statements()) {
				List<LockTrace> locks = TraceEvidence.locks(statement);
				if (locks.isEmpty() && statement.failure() == null && isBrief(statement)) {
					quiet++;
					continue;
				}
				if (!head) {
					line("| line | statement | lock | on | held | rewrites | builds | scans | rows there | predicted |");
					line("|--:|--|--|--|--|--|--|--|--:|--|");
					head = true;
				}
				line(row(unit, statement, locks));
			}
		}
		if (head) {
			line("");
		}
		if (quiet > 0) {
			line(((quiet == 1) ? "1 statement" : quiet + " statements") + " locked nothing that others use.");
			line("");
		}
		if (migration.untraced() != null) {
			line("Not traced to its end: " + plain(migration.untraced().lines().findFirst().orElse("")));
			line("");
		}
	}

	private static String units(List<UnitTrace> units) {
		long transactions = units.stream().filter(UnitTrace::isTransaction).count();
		long alone = units.size() - transactions;
		String text = (transactions == 1) ? "1 transaction" : transactions + " transactions";
		return (alone > 0) ? text + ", " + alone + " outside" : text;
	}

	private static boolean isBrief(StatementTrace statement) {
		return statement.rewrites().isEmpty() && statement.indexBuilds().isEmpty() && statement.scans().isEmpty();
	}

	private String row(UnitTrace unit, StatementTrace statement, List<LockTrace> locks) {
		List<String> modes = new ArrayList<>();
		List<String> objects = new ArrayList<>();
		Map<ObjectName, String> rows = new LinkedHashMap<>();
		for (LockTrace lock : locks) {
			modes.add(lock.mode().sql() + ((lock.newly()) ? "" : " (held since line " + lock.heldSince().line() + ")"));
			objects.add(name(lock.object().name()));
			String size = this.traced.sizes().text(lock.object().name());
			if (size != null) {
				rows.put(lock.object().name(), size);
			}
		}
		List<String> cells = List.of(String.valueOf(statement.position().line()), code(statement.text()), cell(modes),
				cell(objects), (unit.isTransaction()) ? "to commit" : "while it runs", names(statement.rewrites()),
				names(statement.indexBuilds()), names(statement.scans()), cell(rows.values()),
				predicted(statement, locks));
		return "| " + String.join(" | ", cells) + " |";
	}

	private String predicted(StatementTrace statement, List<LockTrace> locks) {
		if (statement.failure() != null) {
			return "**fails**: " + plain(statement.failure().message());
		}
		String time = this.traced.predicted(statement);
		String work = (!statement.rewrites().isEmpty()) ? "writes all rows" : (!statement.indexBuilds().isEmpty())
				? "builds an index" : (!statement.scans().isEmpty()) ? "reads all rows" : "brief";
		if (isBrief(statement)) {
			return work;
		}
		String harm = harm(locks);
		String text = ((time != null) ? "~" + time : work) + ((harm != null) ? ": " + harm : "");
		return (harm != null && !this.traced.isShort(statement)) ? "**" + text + "**" : text;
	}

	private static @Nullable String harm(List<LockTrace> locks) {
		if (locks.stream().anyMatch((lock) -> lock.mode().blocksReads())) {
			return "reads and writes stop";
		}
		return (locks.stream().anyMatch((lock) -> lock.mode().blocksWrites())) ? "writes stop" : null;
	}

	private static String names(List<ObjectTrace> objects) {
		return cell(objects.stream().map((object) -> "**" + name(object.name()) + "**").toList());
	}

	private static String cell(Collection<String> lines) {
		return (lines.isEmpty()) ? NONE : String.join("<br>", lines);
	}

	private static String name(ObjectName name) {
		String text = name.toString();
		return plain((text.startsWith(PUBLIC)) ? text.substring(PUBLIC.length()) : text);
	}

	/** Text that is no Markdown. */
	private static String plain(String text) {
		return text.replaceAll("[\\\\`*_{}\\[\\]<>|#~]", "\\\\$0").replaceAll("\\s+", " ");
	}

	private static String code(String text) {
		String fence = (text.contains("`")) ? "``" : "`";
		String inside = text.replace("``", "` `").replace("|", "\\|");
		return fence + ((fence.length() > 1) ? " " + inside + " " : inside) + fence;
	}

}
