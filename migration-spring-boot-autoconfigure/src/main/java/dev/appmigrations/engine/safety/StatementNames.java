package dev.appmigrations.engine.safety;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import dev.appmigrations.engine.ddl.AlterTable;
import dev.appmigrations.engine.ddl.Cluster;
import dev.appmigrations.engine.ddl.ColumnDefinition;
import dev.appmigrations.engine.ddl.Constraint;
import dev.appmigrations.engine.ddl.CreateIndex;
import dev.appmigrations.engine.ddl.CreateTable;
import dev.appmigrations.engine.ddl.CreateTrigger;
import dev.appmigrations.engine.ddl.DdlStatement;
import dev.appmigrations.engine.ddl.Dml;
import dev.appmigrations.engine.ddl.Drop;
import dev.appmigrations.engine.ddl.Expression;
import dev.appmigrations.engine.ddl.Rename;
import dev.appmigrations.engine.ddl.SetSchema;
import dev.appmigrations.engine.ddl.TableAction;
import dev.appmigrations.engine.ddl.Truncate;
import dev.appmigrations.engine.ddl.Vacuum;
import dev.appmigrations.engine.sql.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * The names in scripts of which the database has to be asked.
 */
public final class StatementNames {

	private final Set<ObjectName> names = new LinkedHashSet<>();

	private final Set<ObjectName> functions = new LinkedHashSet<>();

	/**
	 * Finds the names in scripts.
	 * @param scripts the scripts
	 * @return the names
	 */
	public static StatementNames of(List<ReadScript> scripts) {
		StatementNames found = new StatementNames();
		for (ReadScript script : scripts) {
			found.names.addAll(script.names().names);
			found.functions.addAll(script.names().functions);
		}
		return found;
	}

	/**
	 * Returns the relations, indexes and types.
	 * @return the names as they are written
	 */
	public List<ObjectName> names() {
		return new ArrayList<>(this.names);
	}

	/**
	 * Returns the functions.
	 * @return the names as they are written
	 */
	public List<ObjectName> functions() {
		return new ArrayList<>(this.functions);
	}

	void add(DdlStatement statement) {
		if (statement instanceof AlterTable alter) {
			this.names.add(alter.table());
			alter.actions().forEach(this::add);
		}
		else if (statement instanceof CreateTable create) {
			this.names.add(create.table());
			addIfAny(create.partitionOf());
			create.constraints().forEach(this::add);
			create.columns().forEach(this::add);
		}
		else if (statement instanceof CreateIndex index) {
			this.names.add(index.table());
		}
		else if (statement instanceof Drop drop) {
			drop(drop);
		}
		else if (statement instanceof Rename rename) {
			this.names.add(rename.object());
		}
		else if (statement instanceof SetSchema move) {
			this.names.add(move.object());
		}
		else if (statement instanceof Truncate truncate) {
			this.names.addAll(truncate.tables());
		}
		else if (statement instanceof Vacuum vacuum) {
			this.names.addAll(vacuum.tables());
		}
		else if (statement instanceof Cluster cluster) {
			addIfAny(cluster.table());
		}
		else if (statement instanceof CreateTrigger trigger) {
			this.names.add(trigger.table());
		}
		else if (statement instanceof Dml dml) {
			this.names.add(dml.target());
		}
	}

	private void drop(Drop drop) {
		addIfAny(drop.table());
		switch (drop.type()) {
			case TABLE, FOREIGN_TABLE, VIEW, MATERIALIZED_VIEW, INDEX, SEQUENCE, TYPE, DOMAIN ->
				this.names.addAll(drop.names());
			default -> {
				// Nothing is asked about other objects.
			}
		}
	}

	private void add(TableAction action) {
		if (action instanceof TableAction.AddColumn column) {
			add(column.column());
		}
		else if (action instanceof TableAction.AddConstraint constraint) {
			add(constraint.constraint());
		}
		else if (action instanceof TableAction.AttachPartition attach) {
			this.names.add(attach.partition());
		}
		else if (action instanceof TableAction.DetachPartition detach) {
			this.names.add(detach.partition());
		}
		else if (action instanceof TableAction.SetType type) {
			this.names.add(type.type().name());
		}
	}

	private void add(ColumnDefinition column) {
		if (column.type() != null && !column.type().name().parts().get(0).equals("pg_catalog")) {
			this.names.add(column.type().name());
		}
		column.constraints().forEach(this::add);
	}

	private void add(Constraint constraint) {
		if (constraint instanceof Constraint.ForeignKey key) {
			this.names.add(key.referenced());
		}
		else if (constraint instanceof Constraint.Default value) {
			add(value.value());
		}
	}

	private void add(Expression expression) {
		this.functions.addAll(expression.functions());
	}

	private void addIfAny(@Nullable ObjectName name) {
		if (name != null) {
			this.names.add(name);
		}
	}

}
