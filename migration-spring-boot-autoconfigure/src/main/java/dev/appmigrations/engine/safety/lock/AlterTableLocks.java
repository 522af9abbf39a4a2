package dev.appmigrations.engine.safety.lock;

import java.util.ArrayList;
import java.util.List;

import dev.appmigrations.engine.ddl.AlterTable;
import dev.appmigrations.engine.ddl.Constraint;
import dev.appmigrations.engine.ddl.ObjectType;
import dev.appmigrations.engine.ddl.TableAction;
import dev.appmigrations.engine.safety.lock.TableLock.Kind;
import dev.appmigrations.engine.safety.state.ConstraintState;
import dev.appmigrations.engine.safety.state.SchemaState;
import dev.appmigrations.engine.safety.state.TableState;
import dev.appmigrations.engine.safety.trace.LockMode;
import dev.appmigrations.engine.sql.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * The locks of {@code ALTER TABLE} (see PostgreSQL: {@code AlterTableGetLockLevel} and
 * the functions of the actions in {@code src/backend/commands/tablecmds.c}).
 */
final class AlterTableLocks {

	private final AlterTable alter;

	private final SchemaState schema;

	private final List<TableLock> locks = new ArrayList<>();

	private AlterTableLocks(AlterTable alter, SchemaState schema) {
		this.alter = alter;
		this.schema = schema;
	}

	static List<TableLock> of(AlterTable alter, SchemaState schema) {
		AlterTableLocks found = new AlterTableLocks(alter, schema);
		found.find();
		return found.locks;
	}

	private void find() {
		Kind kind = switch (this.alter.type()) {
			case TABLE, FOREIGN_TABLE -> Kind.TABLE;
			case INDEX -> Kind.INDEX;
			default -> Kind.OTHER;
		};
		if (this.alter.type() == ObjectType.TYPE) {
			return;
		}
		for (TableAction action : this.alter.actions()) {
			TableState relation = this.schema.table(this.alter.table());
			LockMode mode = mode(action);
			boolean detached = action instanceof TableAction.DetachPartition detach && detach.concurrently();
			this.locks.add(new TableLock(relation, mode, (detached) ? LockMode.ACCESS_EXCLUSIVE : mode, kind));
			if (kind == Kind.TABLE) {
				others(action, relation);
			}
		}
	}

	private static LockMode mode(TableAction action) {
		if (action instanceof TableAction.SwitchTrigger || (action instanceof TableAction.AddConstraint add
				&& add.constraint() instanceof Constraint.ForeignKey)) {
			return LockMode.SHARE_ROW_EXCLUSIVE;
		}
		boolean weak = action instanceof TableAction.ValidateConstraint || action instanceof TableAction.SetOptions
				|| action instanceof TableAction.ClusterOn || action instanceof TableAction.AttachPartition
				|| (action instanceof TableAction.SetColumnProperty property && isWeak(property.property()))
				|| (action instanceof TableAction.DetachPartition detach
						&& (detach.concurrently() || detach.finalizing()));
		return (weak) ? LockMode.SHARE_UPDATE_EXCLUSIVE : LockMode.ACCESS_EXCLUSIVE;
	}

	private static boolean isWeak(String property) {
		return switch (property) {
			case "statistics", "set", "reset" -> true;
			default -> false;
		};
	}

	/** The other tables that an action locks. */
	private void others(TableAction action, TableState table) {
		if (action instanceof TableAction.AddConstraint add && add.constraint() instanceof Constraint.ForeignKey key) {
			add(key.referenced(), LockMode.SHARE_ROW_EXCLUSIVE);
		}
		else if (action instanceof TableAction.AddColumn column) {
			ForeignKeys.of(column.column()).forEach((name) -> add(name, LockMode.SHARE_ROW_EXCLUSIVE));
		}
		else if (action instanceof TableAction.ValidateConstraint validate) {
			addReferenced(table.constraint(validate.constraint()), LockMode.ROW_SHARE);
		}
		else if (action instanceof TableAction.DropConstraint drop) {
			addReferenced(table.constraint(drop.constraint()), LockMode.ACCESS_EXCLUSIVE);
		}
		else if (action instanceof TableAction.AttachPartition attach) {
			add(attach.partition(), LockMode.ACCESS_EXCLUSIVE);
		}
		else if (action instanceof TableAction.DetachPartition detach) {
			add(detach.partition(), LockMode.ACCESS_EXCLUSIVE);
		}
		else if (action instanceof TableAction.Inherit inherit && inherit.added()) {
			add(inherit.parent(), LockMode.SHARE_UPDATE_EXCLUSIVE);
		}
	}

	private void addReferenced(@Nullable ConstraintState constraint, LockMode mode) {
		if (constraint != null && constraint.referenced() != null) {
			add(constraint.referenced(), mode);
		}
	}

	private void add(ObjectName table, LockMode mode) {
		this.locks.add(TableLock.of(this.schema.table(table), mode, Kind.TABLE));
	}

}
