package dev.appmigrations.engine.execute;

import java.util.HashMap;
import java.util.Map;

import dev.appmigrations.engine.event.EventPublisher;
import dev.appmigrations.engine.event.MigrationEvent;
import dev.appmigrations.engine.execute.UnitRunner.Step;
import dev.appmigrations.engine.jdbc.DatabaseError;
import dev.appmigrations.engine.jdbc.ServerNotice;
import dev.appmigrations.engine.migration.Migration;
import dev.appmigrations.engine.migration.Script;
import dev.appmigrations.engine.report.NoticeReport;
import dev.appmigrations.engine.sql.SqlStatement;
import org.jspecify.annotations.Nullable;

/**
 * Publishes what the server says while it runs a script, with its place. Where an attempt
 * is repeated, what the earlier one has said already is not published again.
 */
final class ScriptNotices implements UnitListener {

	/** So long may a message be; a script may raise anything. */
	private static final int LONGEST = 10_000;

	/** So many different notices are remembered for the case of another attempt. */
	private static final int REMEMBERED = 1000;

	/** So many are located in the text of a routine, for which the script is read. */
	private static final int LOCATED = 100;

	private final EventPublisher events;

	private final Migration migration;

	private final Script script;

	private final Map<Said, Count> counts = new HashMap<>();

	private int dropped;

	private int located;

	/** The latest one that was located, and where: a loop says the same from there. */
	private @Nullable Located latest;

	/**
	 * Creates one for a part of a migration.
	 * @param events receives what is said
	 * @param migration the migration
	 * @param script the script of the part
	 */
	ScriptNotices(EventPublisher events, Migration migration, Script script) {
		this.events = events;
		this.migration = migration;
		this.script = script;
	}

	/** The script begins, perhaps once more. */
	void attempt() {
		this.counts.values().forEach((count) -> count.seen = 0);
	}

	@Override
	public boolean noticed(StatementOrigin origin, int position, ServerNotice notice) {
		if (origin.statement() == null && origin.step() != Step.COMMIT) {
			return false;
		}
		if (isNew(new Said(origin.number(), notice.content().message())) && !this.events
			.publishNotice(() -> new MigrationEvent.Noticed(this.migration, report(origin, position, notice)))) {
			this.dropped++;
		}
		return true;
	}

	private boolean isNew(Said said) {
		Count count = this.counts.get(said);
		if (count == null) {
			if (this.counts.size() < REMEMBERED) {
				this.counts.put(said, new Count());
			}
			return true;
		}
		count.seen++;
		if (count.seen <= count.published) {
			return false;
		}
		count.published = count.seen;
		return true;
	}

	private NoticeReport report(StatementOrigin origin, int position, ServerNotice notice) {
		DatabaseError content = notice.content();
		int line = (origin.statement() != null) ? line(origin.statement(), origin.number(), position, content) : 0;
		return new NoticeReport(notice.warning(), content.origin().raised(), notice.severity(), cut(content.message()),
				(content.detail() != null) ? cut(content.detail()) : null,
				(content.hint() != null) ? cut(content.hint()) : null, this.script.path(), line);
	}

	private int line(SqlStatement statement, long number, int position, DatabaseError content) {
		String where = content.where();
		if (position <= 0 && where == null) {
			return statement.position().line();
		}
		Located latest = this.latest;
		if (position <= 0 && latest != null && latest.statement == number && latest.where.equals(where)) {
			return latest.line;
		}
		if (this.located >= LOCATED) {
			return statement.position().line();
		}
		this.located++;
		int line = FailurePlace.of(this.script, statement, position, content).position().line();
		if (where != null) {
			this.latest = new Located(number, where, line);
		}
		return line;
	}

	private static String cut(String text) {
		return (text.length() <= LONGEST) ? text : text.substring(0, LONGEST) + "…";
	}

	/** The script has come to its end, or has failed; its locks are free. */
	void end() {
		if (this.dropped > 0) {
			NoticeReport rest = new NoticeReport(false, false, "NOTICE",
					this.dropped + " more messages of the server are left out: they came faster than they were taken",
					null, null, this.script.path(), 0);
			this.dropped = 0;
			this.events.awaitDelivery();
			this.events.publishNotice(() -> new MigrationEvent.Noticed(this.migration, rest));
		}
	}

	private record Said(long statement, String message) {

	}

	private record Located(long statement, String where, int line) {

	}

	/**
	 * How often the same was said.
	 */
	private static final class Count {

		private int seen = 1;

		private int published = 1;

	}

}
