package dev.appmigrations.engine.safety.state;

import java.util.List;
import java.util.function.UnaryOperator;

import dev.appmigrations.engine.ddl.ColumnDefinition;
import dev.appmigrations.engine.ddl.Constraint;
import dev.appmigrations.engine.ddl.TableAction;
import dev.appmigrations.engine.safety.facts.ConstraintFacts;

/**
 * Advances a {@link TableState} by one action.
 */
final class TableChange {

	private final TableState table;

	TableChange(TableState table) {
		this.table = table;
	}

	void apply(TableAction action) {
		if (action instanceof TableAction.AddColumn add) {
			if (this.table.column(add.column().name()) == null || !add.ifNotExists()) {
				add(add.column());
			}
		}
		else if (action instanceof TableAction.DropColumn drop) {
			this.table.removeColumn(drop.column());
		}
		else if (action instanceof TableAction.SetType type) {
			change(type.column(), (column) -> column.withType(type.type(), type.collation()));
		}
		else if (action instanceof TableAction.SetDefault set) {
			change(set.column(), (column) -> column.withDefault(true));
		}
		else if (action instanceof TableAction.DropDefault drop) {
			change(drop.column(), (column) -> column.withDefault(false));
		}
		else if (action instanceof TableAction.AddIdentity add) {
			change(add.column(), (column) -> column.withDefault(true));
		}
		else if (action instanceof TableAction.DropIdentity drop) {
			change(drop.column(), (column) -> column.withDefault(false));
		}
		else if (action instanceof TableAction.SetNotNull set) {
			change(set.column(), (column) -> column.withNotNull(true));
		}
		else if (action instanceof TableAction.DropNotNull drop) {
			change(drop.column(), (column) -> column.withNotNull(false));
		}
		else if (action instanceof TableAction.AddConstraint add) {
			add(add.constraint());
		}
		else if (action instanceof TableAction.ValidateConstraint validate) {
			ConstraintState constraint = this.table.constraint(validate.constraint());
			if (constraint != null) {
				this.table.put(constraint.validatedNow());
			}
		}
		else if (action instanceof TableAction.DropConstraint drop) {
			this.table.removeConstraint(drop.constraint());
		}
		else if (action instanceof TableAction.Other) {
			this.table.incomplete();
		}
	}

	private void change(String column, UnaryOperator<ColumnState> change) {
		ColumnState state = this.table.column(column);
		if (state != null) {
			this.table.put(change.apply(state));
		}
	}

	void add(ColumnDefinition column) {
		this.table.put(ColumnState.of(column));
		for (Constraint constraint : column.constraints()) {
			add(constraint);
		}
	}

	void add(Constraint constraint) {
		boolean valid = !constraint.attributes().notValid();
		String name = ConstraintNames.of(this.table, constraint);
		if (constraint instanceof Constraint.Check check) {
			this.table.put(new ConstraintState(name, ConstraintFacts.Kind.CHECK,
					check.condition().columns().stream().map((column) -> column.name()).distinct().toList(),
					check.condition().text(), valid && !check.attributes().notEnforced(), null, true));
		}
		else if (constraint instanceof Constraint.NotNull notNull) {
			change(notNull.column(), (column) -> column.withNotNull(true));
			this.table.put(new ConstraintState(name, ConstraintFacts.Kind.NOT_NULL, List.of(notNull.column()), "",
					valid, null, true));
		}
		else if (constraint instanceof Constraint.ForeignKey key) {
			this.table.put(new ConstraintState(name, ConstraintFacts.Kind.FOREIGN_KEY, key.columns(), "", valid,
					key.referenced(), true));
		}
		else if (constraint instanceof Constraint.Exclusion) {
			this.table.put(new ConstraintState(name, ConstraintFacts.Kind.EXCLUSION, List.of(), "", true, null, true));
		}
		else if (constraint instanceof Constraint.Unique unique) {
			addKey(name, unique);
		}
	}

	private void addKey(String name, Constraint.Unique unique) {
		List<String> columns = unique.columns();
		IndexState index = (unique.usingIndex() != null) ? this.table.index(unique.usingIndex()) : null;
		if (index != null) {
			columns = index.columns().stream().filter((column) -> column != null).toList();
			this.table.removeIndex(index.name());
			this.table.put(index.of(name));
		}
		else if (unique.usingIndex() == null) {
			this.table.put(new IndexState(name, true, true, List.copyOf(columns), false, name, true));
		}
		this.table.put(new ConstraintState(name,
				(unique.primary()) ? ConstraintFacts.Kind.PRIMARY_KEY : ConstraintFacts.Kind.UNIQUE, columns, "", true,
				null, true));
		if (unique.primary()) {
			for (String column : columns) {
				change(column, (state) -> state.withNotNull(true));
			}
		}
	}

}
