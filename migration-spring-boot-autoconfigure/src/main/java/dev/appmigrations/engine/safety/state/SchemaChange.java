package dev.appmigrations.engine.safety.state;

import java.util.List;

import dev.appmigrations.engine.ddl.AlterEnum;
import dev.appmigrations.engine.ddl.AlterTable;
import dev.appmigrations.engine.ddl.ColumnDefinition;
import dev.appmigrations.engine.ddl.Constraint;
import dev.appmigrations.engine.ddl.CreateDomain;
import dev.appmigrations.engine.ddl.CreateIndex;
import dev.appmigrations.engine.ddl.CreateTable;
import dev.appmigrations.engine.ddl.CreateTableAs;
import dev.appmigrations.engine.ddl.CreateType;
import dev.appmigrations.engine.ddl.CreateView;
import dev.appmigrations.engine.ddl.DdlStatement;
import dev.appmigrations.engine.ddl.Drop;
import dev.appmigrations.engine.ddl.ObjectType;
import dev.appmigrations.engine.ddl.Rename;
import dev.appmigrations.engine.ddl.SetSchema;
import dev.appmigrations.engine.ddl.TableAction;
import dev.appmigrations.engine.safety.facts.TypeFacts;
import dev.appmigrations.engine.sql.ObjectName;

/**
 * Advances a {@link SchemaState} by one statement.
 */
final class SchemaChange {

	private final SchemaState schema;

	SchemaChange(SchemaState schema) {
		this.schema = schema;
	}

	void apply(DdlStatement statement) {
		if (statement instanceof CreateTable create) {
			createTable(create);
		}
		else if (statement instanceof CreateTableAs create) {
			create(create.table(), create.ifNotExists());
		}
		else if (statement instanceof CreateView create) {
			create(create.view(), false);
		}
		else if (statement instanceof AlterTable alter) {
			TableState table = known(alter.table());
			TableChange change = new TableChange(table);
			for (TableAction action : alter.actions()) {
				change.apply(action);
				if (action instanceof TableAction.AttachPartition attach && attach.bound() != null) {
					known(attach.partition()).partitionOf(table.name());
				}
				else if (action instanceof TableAction.DetachPartition detach) {
					known(detach.partition()).partitionOf(null);
				}
			}
		}
		else if (statement instanceof CreateIndex create) {
			TableState table = known(create.table());
			String name = (create.name() != null) ? create.name() : ConstraintNames.ofIndex(table, create);
			if (table.index(name) == null || !create.ifNotExists()) {
				table.put(IndexState.of(name, create));
			}
		}
		else if (statement instanceof Drop drop) {
			drop(drop);
		}
		else if (statement instanceof Rename rename) {
			rename(rename);
		}
		else if (statement instanceof SetSchema move) {
			TableState table = this.schema.find(move.object());
			if (table != null && isRelation(move.type())) {
				moveTo(table, ObjectName.of(move.schema(), table.name().name()));
			}
		}
		else if (statement instanceof CreateType create) {
			type(create.type(), (create.kind() == CreateType.Kind.ENUM) ? TypeFacts.Kind.ENUM : TypeFacts.Kind.BASE,
					create.labels(), false);
		}
		else if (statement instanceof CreateDomain create) {
			type(create.domain(), TypeFacts.Kind.DOMAIN, List.of(),
					create.constraints()
						.stream()
						.anyMatch((constraint) -> constraint instanceof Constraint.Check
								|| constraint instanceof Constraint.NotNull));
		}
		else if (statement instanceof AlterEnum) {
			// A label more changes nothing that a rule looks at.
			return;
		}
	}

	/** Returns a table whose changes are remembered even if nothing was known of it. */
	private TableState known(ObjectName name) {
		TableState table = this.schema.table(name);
		if (this.schema.find(name) == null) {
			this.schema.put(table);
		}
		return table;
	}

	private void create(ObjectName name, boolean ifNotExists) {
		TableState present = this.schema.find(name);
		if (ifNotExists && present != null && present.origin() != TableState.Origin.ABSENT) {
			return;
		}
		this.schema.put(TableState.created(this.schema.qualified(name), false));
	}

	private void createTable(CreateTable create) {
		TableState present = this.schema.find(create.table());
		if (create.ifNotExists() && present != null && present.origin() != TableState.Origin.ABSENT) {
			return;
		}
		boolean complete = create.like().isEmpty() && create.inherits().isEmpty() && create.type() == null
				&& create.partitionOf() == null;
		TableState table = TableState.created(this.schema.qualified(create.table()), complete);
		table.partitioned(create.partitioned());
		if (create.partitionOf() != null) {
			table.partitionOf(this.schema.table(create.partitionOf()).name());
		}
		TableChange change = new TableChange(table);
		for (ColumnDefinition column : create.columns()) {
			change.add(column);
		}
		create.constraints().forEach(change::add);
		this.schema.put(table);
	}

	private void drop(Drop drop) {
		for (ObjectName name : drop.names()) {
			if (isRelation(drop.type())) {
				TableState table = this.schema.find(name);
				if (table != null) {
					this.schema.remove(table);
				}
			}
			else if (drop.type() == ObjectType.INDEX) {
				TableState table = this.schema.tableOfIndex(name);
				if (table != null) {
					table.removeIndex(name.name());
				}
			}
			else {
				ObjectName table = drop.table();
				this.schema.remove((table != null) ? ObjectName.of(table.name(), name.name()) : name);
			}
		}
	}

	private static boolean isRelation(ObjectType type) {
		return switch (type) {
			case TABLE, FOREIGN_TABLE, VIEW, MATERIALIZED_VIEW -> true;
			default -> false;
		};
	}

	private void rename(Rename rename) {
		String part = rename.part();
		if (part == null && rename.type() == ObjectType.INDEX) {
			TableState table = this.schema.tableOfIndex(rename.object());
			IndexState index = (table != null) ? table.index(rename.object().name()) : null;
			if (table != null && index != null) {
				table.removeIndex(index.name());
				table.put(index.withName(rename.newName()));
			}
			return;
		}
		TableState table = this.schema.find(rename.object());
		if (table == null) {
			return;
		}
		if (part == null && isRelation(rename.type())) {
			ObjectName name = table.name();
			moveTo(table,
					(name.parts().size() > 1)
							? ObjectName.of(name.parts().get(name.parts().size() - 2), rename.newName())
							: ObjectName.of(rename.newName()));
		}
		else if (part != null && rename.type() == ObjectType.COLUMN) {
			table.renameColumn(part, rename.newName());
		}
		else if (part != null && rename.type() == ObjectType.CONSTRAINT) {
			ConstraintState constraint = table.constraint(part);
			if (constraint != null) {
				table.removeConstraint(part);
				table.put(constraint.withName(rename.newName()));
			}
		}
	}

	private void moveTo(TableState table, ObjectName name) {
		this.schema.remove(table);
		table.rename(name);
		this.schema.put(table);
	}

	private void type(ObjectName name, TypeFacts.Kind kind, List<String> labels, boolean constrained) {
		List<String> parts = name.parts();
		String schemaName = (parts.size() > 1) ? parts.get(parts.size() - 2) : "";
		this.schema.put(new TypeFacts(schemaName, name.name(), kind, labels, constrained, null), name);
	}

}
