package dev.appmigrations.engine.operation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.appmigrations.engine.ddl.AlterTable;
import dev.appmigrations.engine.ddl.DdlStatement;
import dev.appmigrations.engine.ddl.Drop;
import dev.appmigrations.engine.ddl.ObjectType;
import dev.appmigrations.engine.ddl.TableAction;
import dev.appmigrations.engine.migration.Unit;
import dev.appmigrations.engine.report.ContractPlanReport.Statement;
import dev.appmigrations.engine.report.DryRunReport.Place;
import dev.appmigrations.engine.safety.Finding;
import dev.appmigrations.engine.safety.LintedScript;
import dev.appmigrations.engine.safety.StatementWalk;
import dev.appmigrations.engine.safety.facts.RelationFacts;
import dev.appmigrations.engine.safety.lock.StatementLocks;
import dev.appmigrations.engine.safety.lock.TableLock;
import dev.appmigrations.engine.safety.rule.Harm;
import dev.appmigrations.engine.safety.state.SchemaState;
import dev.appmigrations.engine.safety.state.TableState;
import dev.appmigrations.engine.script.Placeholders;
import dev.appmigrations.engine.sql.ObjectName;
import dev.appmigrations.engine.sql.SourcePosition;
import dev.appmigrations.engine.sql.SqlStatement;
import org.jspecify.annotations.Nullable;

/**
 * What the statements of scripts lock, for how long, and what they drop. The locks follow
 * from the statements, the times from what the linter has found.
 */
final class StatementPlans {

	private final StatementWalk walk;

	private final List<Finding> findings;

	private final List<Removed> removed = new ArrayList<>();

	StatementPlans(SchemaState schema, Placeholders placeholders, List<Finding> findings) {
		this.walk = new StatementWalk(schema, placeholders);
		this.findings = findings;
	}

	/**
	 * Reads the next script.
	 * @param script the script
	 * @return its statements
	 */
	List<Statement> read(LintedScript script) {
		this.removed.clear();
		List<Seen> seen = new ArrayList<>();
		this.walk.walk(script, (statement, ddl, unit, schema) -> {
			remove(ddl, schema);
			seen.add(new Seen(statement, unit.mode() == Unit.Mode.ALONE, locks(ddl, schema)));
		});
		List<Statement> statements = new ArrayList<>(seen.size());
		for (int i = 0; i < seen.size(); i++) {
			SourcePosition end = (i + 1 < seen.size()) ? seen.get(i + 1).statement().position() : null;
			statements.add(statement(script.name(), seen.get(i), end));
		}
		return statements;
	}

	/** Returns what the script drops that was read last. */
	List<Removed> removed() {
		return this.removed;
	}

	private Statement statement(String migration, Seen seen, @Nullable SourcePosition end) {
		SourcePosition begin = seen.statement().position();
		List<String> work = new ArrayList<>();
		Duration predicted = Duration.ZERO;
		for (Finding finding : this.findings) {
			boolean inside = finding.migration().equals(migration) && !isBefore(finding.position(), begin)
					&& (end == null || isBefore(finding.position(), end));
			if (inside && takesTime(finding)) {
				work.add(finding.message());
				predicted = (predicted != null && finding.predicted() != null) ? predicted.plus(finding.predicted())
						: null;
			}
		}
		return new Statement(new Place(begin.line(), seen.statement().text()), seen.alone(), seen.locks(), work,
				predicted);
	}

	private static boolean takesTime(Finding finding) {
		boolean blocks = finding.harm().equals(Harm.OFFLINE.label())
				|| finding.harm().equals(Harm.WRITES_BLOCKED.label());
		return blocks && finding.dismissal() == null;
	}

	private static boolean isBefore(SourcePosition position, SourcePosition other) {
		return position.line() < other.line()
				|| (position.line() == other.line() && position.column() < other.column());
	}

	private static List<String> locks(DdlStatement ddl, SchemaState schema) {
		List<String> locks = new ArrayList<>();
		for (TableLock lock : StatementLocks.of(ddl, schema)) {
			if (isThere(lock.relation())) {
				String text = lock.mode().sql() + " on " + name(lock.relation());
				if (!locks.contains(text)) {
					locks.add(text);
				}
			}
		}
		return locks;
	}

	private static boolean isThere(TableState relation) {
		return relation.origin() != TableState.Origin.NEW && relation.origin() != TableState.Origin.ABSENT;
	}

	private static ObjectName name(TableState relation) {
		RelationFacts facts = relation.facts();
		return (facts != null) ? ObjectName.of(facts.schema(), facts.name()) : relation.name();
	}

	private void remove(DdlStatement ddl, SchemaState schema) {
		if (ddl instanceof Drop drop && drop.type() == ObjectType.TABLE) {
			drop.names().forEach((table) -> remove(schema.table(table), null));
		}
		else if (ddl instanceof AlterTable alter) {
			for (TableAction action : alter.actions()) {
				if (action instanceof TableAction.DropColumn column) {
					remove(schema.table(alter.table()), column.column());
				}
			}
		}
	}

	private void remove(@Nullable TableState table, @Nullable String column) {
		if (table != null && isThere(table)) {
			this.removed.add(new Removed(name(table), table.facts(), column));
		}
	}

	/**
	 * A table or column that is dropped.
	 *
	 * @param table the name of the table
	 * @param facts the table, {@code null} if it is not known
	 * @param column the column, {@code null} for the whole table
	 */
	record Removed(ObjectName table, @Nullable RelationFacts facts, @Nullable String column) {

	}

	private record Seen(SqlStatement statement, boolean alone, List<String> locks) {

	}

}
