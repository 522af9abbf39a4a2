package dev.appmigrations.engine.operation;

import java.util.ArrayList;
import java.util.List;

import dev.appmigrations.engine.ddl.DdlStatement;
import dev.appmigrations.engine.ddl.Dml;
import dev.appmigrations.engine.migration.Unit;
import dev.appmigrations.engine.report.DryRunReport.Place;
import dev.appmigrations.engine.report.PreFlightReport.Need;
import dev.appmigrations.engine.safety.LintedScript;
import dev.appmigrations.engine.safety.StatementWalk;
import dev.appmigrations.engine.safety.facts.RelationFacts;
import dev.appmigrations.engine.safety.lock.StatementLocks;
import dev.appmigrations.engine.safety.lock.TableLock;
import dev.appmigrations.engine.safety.state.SchemaState;
import dev.appmigrations.engine.safety.state.TableState;
import dev.appmigrations.engine.script.Placeholders;
import dev.appmigrations.engine.sql.ObjectName;
import dev.appmigrations.engine.sql.SourcePosition;
import dev.appmigrations.engine.sql.SqlStatement;
import dev.appmigrations.engine.watch.LockNeed;
import org.jspecify.annotations.Nullable;

/**
 * What a dry run reads from pending scripts: which statements run outside a transaction,
 * which locks they need on what is there now, and which change rows.
 */
final class PlanReading {

	private static final String BATCHES = "it is a backfill, and changes the rows of one batch at a time";

	private final StatementWalk walk;

	private final PendingChanges changes = new PendingChanges();

	private final List<LockNeed> needs = new ArrayList<>();

	private final List<RowChange> rowChanges = new ArrayList<>();

	private @Nullable Need snapshot;

	PlanReading(SchemaState schema, Placeholders placeholders) {
		this.walk = new StatementWalk(schema, placeholders);
	}

	/**
	 * Reads the next script.
	 * @param script the script
	 * @return its statements that run outside a transaction
	 */
	List<Place> read(LintedScript script) {
		List<Place> alone = new ArrayList<>();
		this.changes.begin(script.name());
		this.walk.walk(script, (statement, ddl, unit, schema) -> {
			if (unit.mode() == Unit.Mode.ALONE) {
				alone.add(place(statement));
			}
			locks(script.name(), statement, ddl, schema);
			if (ddl instanceof Dml dml && isEstimated(dml)) {
				this.rowChanges
					.add(new RowChange(script.name(), statement.position(), place(statement), statement.text(),
							(script.backfill() != null) ? BATCHES : this.changes.obstacle(statement.text())));
			}
			this.changes.add(ddl);
		});
		return alone;
	}

	/** The rows of others are in their text. */
	private static boolean isEstimated(Dml dml) {
		return switch (dml.kind()) {
			case UPDATE, DELETE, MERGE -> true;
			case INSERT -> dml.query();
			case COPY -> false;
		};
	}

	private static Place place(SqlStatement statement) {
		return new Place(statement.position().line(), statement.text());
	}

	private void locks(String migration, SqlStatement statement, DdlStatement ddl, SchemaState schema) {
		int line = statement.position().line();
		for (TableLock lock : StatementLocks.of(ddl, schema)) {
			ObjectName name = presentName(lock.relation());
			if (name != null) {
				this.needs.add(new LockNeed(name, lock.awaited(), new Need(migration, line, lock.mode().sql())));
			}
		}
		if (this.snapshot == null && StatementLocks.waitsForSnapshots(ddl)) {
			this.snapshot = new Need(migration, line, null);
		}
	}

	/** A pending migration may have renamed it, or create it. */
	private static @Nullable ObjectName presentName(TableState relation) {
		RelationFacts facts = relation.facts();
		if (facts != null) {
			return ObjectName.of(facts.schema(), facts.name());
		}
		return (relation.origin() == TableState.Origin.NEW || relation.origin() == TableState.Origin.ABSENT) ? null
				: relation.name();
	}

	List<LockNeed> needs() {
		return this.needs;
	}

	List<RowChange> rowChanges() {
		return this.rowChanges;
	}

	/** The first statement that waits for older snapshots. */
	@Nullable Need snapshot() {
		return this.snapshot;
	}

	/**
	 * A statement that changes rows.
	 *
	 * @param migration the name of the migration
	 * @param position where the statement begins
	 * @param place the same for people
	 * @param text its text
	 * @param obstacle why the server cannot estimate it before it runs, {@code null} if
	 * it may
	 */
	record RowChange(String migration, SourcePosition position, Place place, String text, @Nullable String obstacle) {

	}

}
