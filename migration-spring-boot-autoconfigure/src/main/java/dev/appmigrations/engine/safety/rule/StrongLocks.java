package dev.appmigrations.engine.safety.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import dev.appmigrations.engine.ddl.AlterTable;
import dev.appmigrations.engine.ddl.Constraint;
import dev.appmigrations.engine.ddl.CreateIndex;
import dev.appmigrations.engine.ddl.CreateTable;
import dev.appmigrations.engine.ddl.CreateTrigger;
import dev.appmigrations.engine.ddl.DdlStatement;
import dev.appmigrations.engine.ddl.Drop;
import dev.appmigrations.engine.ddl.LockTable;
import dev.appmigrations.engine.ddl.ObjectType;
import dev.appmigrations.engine.ddl.Rename;
import dev.appmigrations.engine.ddl.TableAction;
import dev.appmigrations.engine.ddl.Truncate;
import dev.appmigrations.engine.safety.rule.TransactionState.HeldLock;
import dev.appmigrations.engine.safety.state.SchemaState;
import dev.appmigrations.engine.safety.state.TableState;
import dev.appmigrations.engine.sql.ObjectName;

/**
 * The locks that keep writers away from tables: SHARE and stronger (see PostgreSQL: the
 * manual's section 13.3.1, and {@code AlterTableGetLockLevel} in
 * {@code src/backend/commands/tablecmds.c}).
 */
final class StrongLocks {

	private static final String ACCESS_EXCLUSIVE = "ACCESS EXCLUSIVE";

	private static final String SHARE_ROW_EXCLUSIVE = "SHARE ROW EXCLUSIVE";

	private static final String SHARE = "SHARE";

	private final List<HeldLock> locks = new ArrayList<>();

	private final int line;

	private final SchemaState schema;

	private StrongLocks(int line, SchemaState schema) {
		this.line = line;
		this.schema = schema;
	}

	static List<HeldLock> of(DdlStatement statement, int line, SchemaState schema) {
		StrongLocks found = new StrongLocks(line, schema);
		found.find(statement);
		return found.locks;
	}

	private void find(DdlStatement statement) {
		if (statement instanceof AlterTable alter) {
			alter(alter);
		}
		else if (statement instanceof CreateIndex index && !index.concurrently()) {
			add(index.table(), SHARE);
		}
		else if (statement instanceof CreateTable create) {
			create(create);
		}
		else if (statement instanceof CreateTrigger trigger) {
			add(trigger.table(), SHARE_ROW_EXCLUSIVE);
		}
		else if (statement instanceof Drop drop && !drop.concurrently()) {
			drop(drop);
		}
		else if (statement instanceof Truncate truncate) {
			truncate.tables().forEach((table) -> add(table, ACCESS_EXCLUSIVE));
		}
		else if (statement instanceof Rename rename && (rename.type() == ObjectType.TABLE
				|| rename.type() == ObjectType.COLUMN || rename.type() == ObjectType.CONSTRAINT)) {
			add(rename.object(), ACCESS_EXCLUSIVE);
		}
		else if (statement instanceof LockTable lock && keepsWritersOut(lock.mode())) {
			lock.tables().forEach((table) -> add(table, lock.mode().toUpperCase(Locale.ROOT)));
		}
	}

	private static boolean keepsWritersOut(String mode) {
		return switch (mode) {
			case "access share", "row share", "row exclusive", "share update exclusive" -> false;
			default -> true;
		};
	}

	private void alter(AlterTable alter) {
		if (alter.type() != ObjectType.TABLE && alter.type() != ObjectType.FOREIGN_TABLE) {
			return;
		}
		for (TableAction action : alter.actions()) {
			if (action instanceof TableAction.AddConstraint add
					&& add.constraint() instanceof Constraint.ForeignKey key) {
				add(alter.table(), SHARE_ROW_EXCLUSIVE);
				add(key.referenced(), SHARE_ROW_EXCLUSIVE);
			}
			else if (action instanceof TableAction.SwitchTrigger) {
				add(alter.table(), SHARE_ROW_EXCLUSIVE);
			}
			else if (action instanceof TableAction.AttachPartition attach) {
				add(attach.partition(), ACCESS_EXCLUSIVE);
			}
			else if (!isWeak(action)) {
				add(alter.table(), ACCESS_EXCLUSIVE);
			}
		}
	}

	/** SHARE UPDATE EXCLUSIVE only. */
	private static boolean isWeak(TableAction action) {
		return action instanceof TableAction.ValidateConstraint || action instanceof TableAction.SetOptions
				|| action instanceof TableAction.ClusterOn
				|| (action instanceof TableAction.SetColumnProperty property
						&& property.property().equals("statistics"))
				|| (action instanceof TableAction.DetachPartition detach && detach.concurrently());
	}

	private void create(CreateTable create) {
		if (create.partitionOf() != null) {
			add(create.partitionOf(), ACCESS_EXCLUSIVE);
		}
		create.columns().forEach((column) -> column.constraints(Constraint.ForeignKey.class).forEach(this::references));
		create.constraints().forEach((constraint) -> {
			if (constraint instanceof Constraint.ForeignKey key) {
				references(key);
			}
		});
	}

	private void references(Constraint.ForeignKey key) {
		add(key.referenced(), SHARE_ROW_EXCLUSIVE);
	}

	private void drop(Drop drop) {
		ObjectName table = drop.table();
		if (drop.type() == ObjectType.TABLE) {
			drop.names().forEach((name) -> add(name, ACCESS_EXCLUSIVE));
		}
		else if (drop.type() == ObjectType.INDEX) {
			for (ObjectName name : drop.names()) {
				TableState owner = this.schema.tableOfIndex(name);
				if (owner != null) {
					this.locks.add(new HeldLock(owner, ACCESS_EXCLUSIVE, this.line));
				}
			}
		}
		else if (table != null) {
			add(table, ACCESS_EXCLUSIVE);
		}
	}

	private void add(ObjectName table, String mode) {
		this.locks.add(new HeldLock(this.schema.table(table), mode, this.line));
	}

}
