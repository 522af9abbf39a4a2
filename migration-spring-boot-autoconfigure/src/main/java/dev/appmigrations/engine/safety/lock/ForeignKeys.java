package dev.appmigrations.engine.safety.lock;

import java.util.ArrayList;
import java.util.List;

import dev.appmigrations.engine.ddl.ColumnDefinition;
import dev.appmigrations.engine.ddl.Constraint;
import dev.appmigrations.engine.ddl.CreateTable;
import dev.appmigrations.engine.safety.state.ConstraintState;
import dev.appmigrations.engine.safety.state.TableState;
import dev.appmigrations.engine.sql.ObjectName;

/**
 * The tables that foreign keys refer to.
 */
final class ForeignKeys {

	private ForeignKeys() {
	}

	static List<ObjectName> of(CreateTable create) {
		List<ObjectName> referenced = new ArrayList<>();
		create.columns().forEach((column) -> referenced.addAll(of(column)));
		for (Constraint constraint : create.constraints()) {
			if (constraint instanceof Constraint.ForeignKey key) {
				referenced.add(key.referenced());
			}
		}
		return referenced;
	}

	static List<ObjectName> of(ColumnDefinition column) {
		return column.constraints(Constraint.ForeignKey.class).stream().map(Constraint.ForeignKey::referenced).toList();
	}

	/** Those of other tables, as far as the table's constraints are known. */
	static List<ObjectName> of(TableState table) {
		List<ObjectName> referenced = new ArrayList<>();
		for (ConstraintState constraint : table.constraints()) {
			ObjectName other = constraint.referenced();
			if (other != null && !other.equals(table.name())) {
				referenced.add(other);
			}
		}
		return referenced;
	}

}
