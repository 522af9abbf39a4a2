package dev.appmigrations.engine.ddl;

import java.util.ArrayList;
import java.util.List;

import dev.appmigrations.engine.sql.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * A table that a statement changes.
 *
 * @param table the name as it is written
 * @param removed whether what follows cannot use the table, or the column, by this name
 * @param column the column that is removed, {@code null} for the whole table
 */
public record ChangedTable(ObjectName table, boolean removed, @Nullable String column) {

	/**
	 * Finds the tables that a statement changes, or the rows of which. What it only reads
	 * or refers to does not count.
	 * @param statement the statement
	 * @return the tables
	 */
	public static List<ChangedTable> of(DdlStatement statement) {
		List<ChangedTable> targets = new ArrayList<>();
		if (statement instanceof AlterTable alter) {
			of(alter, targets);
		}
		else if (statement instanceof CreateTable create) {
			add(create.table(), targets);
			add(create.partitionOf(), targets);
		}
		else if (statement instanceof CreateIndex index) {
			add(index.table(), targets);
		}
		else if (statement instanceof CreateTrigger trigger) {
			add(trigger.table(), targets);
		}
		else if (statement instanceof CreatePolicy policy) {
			add(policy.table(), targets);
		}
		else if (statement instanceof Drop drop) {
			add(drop.table(), targets);
			drop.names().forEach((name) -> remove(drop.type(), name, targets));
		}
		else if (statement instanceof Rename rename) {
			of(rename, targets);
		}
		else if (statement instanceof SetSchema move) {
			remove(move.type(), move.object(), targets);
		}
		else if (statement instanceof Truncate truncate) {
			truncate.tables().forEach((table) -> add(table, targets));
		}
		else if (statement instanceof LockTable lock) {
			lock.tables().forEach((table) -> add(table, targets));
		}
		else if (statement instanceof Cluster cluster) {
			add(cluster.table(), targets);
		}
		else if (statement instanceof Dml dml) {
			add(dml.target(), targets);
		}
		return targets;
	}

	private static void of(AlterTable alter, List<ChangedTable> targets) {
		for (TableAction action : alter.actions()) {
			if (action instanceof TableAction.DropColumn drop) {
				targets.add(new ChangedTable(alter.table(), true, drop.column()));
			}
			else if (action instanceof TableAction.AttachPartition attach) {
				add(attach.partition(), targets);
			}
		}
		add(alter.table(), targets);
	}

	private static void of(Rename rename, List<ChangedTable> targets) {
		if (rename.type() == ObjectType.COLUMN) {
			targets.add(new ChangedTable(rename.object(), true, rename.part()));
		}
		else if (rename.part() != null) {
			add(rename.object(), targets);
		}
		else {
			remove(rename.type(), rename.object(), targets);
		}
	}

	private static void add(@Nullable ObjectName table, List<ChangedTable> targets) {
		if (table != null) {
			targets.add(new ChangedTable(table, false, null));
		}
	}

	private static void remove(ObjectType type, ObjectName name, List<ChangedTable> targets) {
		switch (type) {
			case TABLE, FOREIGN_TABLE, VIEW, MATERIALIZED_VIEW -> targets.add(new ChangedTable(name, true, null));
			default -> {
				// The names of other objects are not those of tables.
			}
		}
	}

	/**
	 * Tells whether two names may mean one table. Without a schema nobody knows.
	 * @param one a name
	 * @param other another name
	 * @return whether they may
	 */
	public static boolean mayBeSame(ObjectName one, ObjectName other) {
		int common = Math.min(one.parts().size(), other.parts().size());
		return one.parts()
			.subList(one.parts().size() - common, one.parts().size())
			.equals(other.parts().subList(other.parts().size() - common, other.parts().size()));
	}

	/**
	 * Returns what happens to the table.
	 * @return the end of a sentence about the statement
	 */
	public String description() {
		if (this.removed) {
			return "drops, moves or renames " + ((this.column != null) ? "column " + this.column + " of " : "")
					+ this.table;
		}
		return "changes " + this.table;
	}

}
