package dev.appmigrations.engine.safety.lock;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import dev.appmigrations.engine.ddl.AlterSequence;
import dev.appmigrations.engine.ddl.AlterTable;
import dev.appmigrations.engine.ddl.Cluster;
import dev.appmigrations.engine.ddl.CreateIndex;
import dev.appmigrations.engine.ddl.CreatePolicy;
import dev.appmigrations.engine.ddl.CreateTable;
import dev.appmigrations.engine.ddl.CreateTrigger;
import dev.appmigrations.engine.ddl.CreateView;
import dev.appmigrations.engine.ddl.DdlStatement;
import dev.appmigrations.engine.ddl.Dml;
import dev.appmigrations.engine.ddl.Drop;
import dev.appmigrations.engine.ddl.LockTable;
import dev.appmigrations.engine.ddl.ObjectType;
import dev.appmigrations.engine.ddl.RefreshMaterializedView;
import dev.appmigrations.engine.ddl.Reindex;
import dev.appmigrations.engine.ddl.Rename;
import dev.appmigrations.engine.ddl.SetSchema;
import dev.appmigrations.engine.ddl.Truncate;
import dev.appmigrations.engine.ddl.Vacuum;
import dev.appmigrations.engine.safety.lock.TableLock.Kind;
import dev.appmigrations.engine.safety.state.SchemaState;
import dev.appmigrations.engine.safety.state.TableState;
import dev.appmigrations.engine.safety.trace.LockMode;
import dev.appmigrations.engine.sql.ObjectName;

/**
 * The locks that a statement takes on the relations that it names, and on those that
 * their foreign keys refer to (see PostgreSQL: the manual's section 13.3.1, and the
 * functions in {@code src/backend/commands} that execute the statements). The ACCESS
 * SHARE locks of queries are left out, and so is what functions and triggers lock.
 */
public final class StatementLocks {

	private final List<TableLock> locks = new ArrayList<>();

	private final SchemaState schema;

	private StatementLocks(SchemaState schema) {
		this.schema = schema;
	}

	/**
	 * Finds the locks of a statement.
	 * @param statement what it does
	 * @param schema the schema before it
	 * @return the locks, in the order in which they are taken; a relation may occur more
	 * than once
	 */
	public static List<TableLock> of(DdlStatement statement, SchemaState schema) {
		StatementLocks found = new StatementLocks(schema);
		found.find(statement);
		return found.locks;
	}

	/**
	 * Tells whether a statement waits until every older snapshot in the database is gone
	 * (see PostgreSQL: {@code WaitForOlderSnapshots} in
	 * {@code src/backend/commands/indexcmds.c}).
	 * @param statement what it does
	 * @return whether it builds an index concurrently
	 */
	public static boolean waitsForSnapshots(DdlStatement statement) {
		return (statement instanceof CreateIndex index && index.concurrently())
				|| (statement instanceof Reindex reindex && reindex.concurrently());
	}

	private void find(DdlStatement statement) {
		if (statement instanceof AlterTable alter) {
			this.locks.addAll(AlterTableLocks.of(alter, this.schema));
		}
		else if (statement instanceof CreateIndex index) {
			add(index.table(), (index.concurrently()) ? LockMode.SHARE_UPDATE_EXCLUSIVE : LockMode.SHARE,
					LockMode.SHARE, Kind.TABLE);
		}
		else if (statement instanceof CreateTable create) {
			create(create);
		}
		else if (statement instanceof CreateTrigger trigger) {
			add(trigger.table(), LockMode.SHARE_ROW_EXCLUSIVE);
		}
		else if (statement instanceof CreatePolicy policy) {
			add(policy.table(), LockMode.ACCESS_EXCLUSIVE);
		}
		else if (statement instanceof Drop drop) {
			drop(drop);
		}
		else if (statement instanceof Rename rename) {
			relation(rename.type(), rename.object(), LockMode.SHARE_UPDATE_EXCLUSIVE);
		}
		else if (statement instanceof SetSchema move) {
			relation(move.type(), move.object(), LockMode.ACCESS_EXCLUSIVE);
		}
		else if (statement instanceof CreateView view && view.orReplace()) {
			add(view.view(), LockMode.ACCESS_EXCLUSIVE, LockMode.ACCESS_EXCLUSIVE, Kind.OTHER);
		}
		else if (statement instanceof AlterSequence sequence) {
			add(sequence.sequence(), LockMode.SHARE_ROW_EXCLUSIVE, LockMode.SHARE_ROW_EXCLUSIVE, Kind.OTHER);
		}
		else {
			work(statement);
		}
	}

	/** What changes or maintains rows. */
	private void work(DdlStatement statement) {
		if (statement instanceof Dml dml) {
			add(dml.target(), LockMode.ROW_EXCLUSIVE);
		}
		else if (statement instanceof Truncate truncate) {
			truncate.tables().forEach((table) -> add(table, LockMode.ACCESS_EXCLUSIVE));
		}
		else if (statement instanceof LockTable lock) {
			LockMode mode = LockMode.valueOf(lock.mode().toUpperCase(Locale.ROOT).replace(' ', '_'));
			lock.tables().forEach((table) -> add(table, mode));
		}
		else if (statement instanceof Vacuum vacuum) {
			LockMode mode = (vacuum.full()) ? LockMode.ACCESS_EXCLUSIVE : LockMode.SHARE_UPDATE_EXCLUSIVE;
			vacuum.tables().forEach((table) -> add(table, mode));
		}
		else if (statement instanceof Cluster cluster && cluster.table() != null) {
			add(cluster.table(), LockMode.ACCESS_EXCLUSIVE);
		}
		else if (statement instanceof Reindex reindex && reindex.name() != null) {
			reindex(reindex, reindex.name());
		}
		else if (statement instanceof RefreshMaterializedView refresh) {
			LockMode mode = (refresh.concurrently()) ? LockMode.EXCLUSIVE : LockMode.ACCESS_EXCLUSIVE;
			add(refresh.view(), mode, mode, Kind.OTHER);
		}
	}

	private void create(CreateTable create) {
		if (create.partitionOf() != null) {
			add(create.partitionOf(), LockMode.ACCESS_EXCLUSIVE);
		}
		create.inherits().forEach((parent) -> add(parent, LockMode.SHARE_UPDATE_EXCLUSIVE));
		for (ObjectName referenced : ForeignKeys.of(create)) {
			add(referenced, LockMode.SHARE_ROW_EXCLUSIVE);
		}
	}

	/** An index that is rebuilt is locked exclusively, and planning any query waits. */
	private void reindex(Reindex reindex, ObjectName name) {
		LockMode mode = (reindex.concurrently()) ? LockMode.SHARE_UPDATE_EXCLUSIVE : LockMode.SHARE;
		// The old index goes when nobody uses the table any more.
		LockMode awaited = LockMode.ACCESS_EXCLUSIVE;
		if (reindex.type() == ObjectType.INDEX) {
			index(name, mode, awaited);
		}
		else if (reindex.type() == ObjectType.TABLE) {
			add(name, mode, awaited, Kind.TABLE);
		}
	}

	private void drop(Drop drop) {
		switch (drop.type()) {
			case TABLE, FOREIGN_TABLE -> drop.names().forEach((name) -> {
				add(name, LockMode.ACCESS_EXCLUSIVE);
				for (ObjectName referenced : ForeignKeys.of(this.schema.table(name))) {
					add(referenced, LockMode.ACCESS_EXCLUSIVE);
				}
			});
			case INDEX -> drop.names()
				.forEach((name) -> index(name,
						(drop.concurrently()) ? LockMode.SHARE_UPDATE_EXCLUSIVE : LockMode.ACCESS_EXCLUSIVE,
						LockMode.ACCESS_EXCLUSIVE));
			case VIEW, MATERIALIZED_VIEW, SEQUENCE -> drop.names()
				.forEach((name) -> add(name, LockMode.ACCESS_EXCLUSIVE, LockMode.ACCESS_EXCLUSIVE, Kind.OTHER));
			default -> {
				if (drop.table() != null) {
					add(drop.table(), LockMode.ACCESS_EXCLUSIVE);
				}
			}
		}
	}

	/** What gets another name or schema, or contains what does. */
	private void relation(ObjectType type, ObjectName name, LockMode ofIndex) {
		switch (type) {
			case TABLE, FOREIGN_TABLE, COLUMN, CONSTRAINT, TRIGGER, RULE, POLICY ->
				add(name, LockMode.ACCESS_EXCLUSIVE);
			case VIEW, MATERIALIZED_VIEW, SEQUENCE ->
				add(name, LockMode.ACCESS_EXCLUSIVE, LockMode.ACCESS_EXCLUSIVE, Kind.OTHER);
			case INDEX -> add(name, ofIndex, ofIndex, Kind.INDEX);
			default -> {
				// Others are no relations.
			}
		}
	}

	private void index(ObjectName index, LockMode mode, LockMode awaited) {
		TableState owner = this.schema.tableOfIndex(index);
		this.locks.add((owner != null) ? new TableLock(owner, mode, awaited, Kind.TABLE)
				: new TableLock(this.schema.table(index), mode, awaited, Kind.INDEX));
	}

	private void add(ObjectName table, LockMode mode) {
		add(table, mode, mode, Kind.TABLE);
	}

	private void add(ObjectName relation, LockMode mode, LockMode awaited, Kind kind) {
		this.locks.add(new TableLock(this.schema.table(relation), mode, awaited, kind));
	}

}
