package dev.appmigrations.engine.ddl;

import java.util.List;

import dev.appmigrations.engine.sql.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * Reads one action of an {@code ALTER TABLE}: the grammar's {@code alter_table_cmd},
 * {@code partition_cmd} and {@code alter_type_cmd}.
 */
final class TableActionParser {

	private final TokenCursor cursor;

	private final ObjectType type;

	private final NameParser names;

	private final ColumnActionParser columnActions;

	TableActionParser(TokenCursor cursor, ObjectType type) {
		this.cursor = cursor;
		this.type = type;
		this.names = new NameParser(cursor);
		this.columnActions = new ColumnActionParser(cursor, type);
	}

	/** An action up to its comma, or the end of the statement. */
	TableAction parse() {
		int start = this.cursor.start();
		int depth = this.cursor.depth();
		Token first = this.cursor.peek();
		if (!first.isWord()) {
			throw new UnexpectedSyntaxException();
		}
		TableAction action = known(start);
		if (action != null && (this.cursor.is(",") || this.cursor.isAtEnd())) {
			return action;
		}
		this.cursor.record(null);
		while (this.cursor.depth() != depth || !(this.cursor.is(",") || this.cursor.isAtEnd())) {
			if (this.cursor.next().type() == null) {
				throw new UnexpectedSyntaxException();
			}
		}
		TextRange range = this.cursor.rangeFrom(start);
		return new TableAction.Other(range, Heads.of(this.cursor.statement().substring(start, range.end())));
	}

	private @Nullable TableAction known(int start) {
		try {
			return action(start);
		}
		catch (UnexpectedSyntaxException ex) {
			return null;
		}
	}

	private @Nullable TableAction action(int start) {
		return switch (this.cursor.next().word()) {
			case "add" -> add(start);
			case "drop" -> drop(start);
			case "alter" -> alter(start);
			case "validate" -> {
				this.cursor.expect("constraint");
				String constraint = this.names.name();
				yield new TableAction.ValidateConstraint(range(start), constraint);
			}
			case "set" -> set(start);
			case "reset" -> options(start, true);
			case "options" -> options(start, false);
			case "cluster" -> {
				this.cursor.expect("on");
				String index = this.names.name();
				yield new TableAction.ClusterOn(range(start), index);
			}
			case "enable" -> enable(start, true);
			case "disable" -> enable(start, false);
			case "force" -> rowSecurity(start, "force");
			case "inherit" -> inherit(start, true);
			case "no" -> (this.cursor.accept("force")) ? rowSecurity(start, "no force") : noInherit(start);
			case "of" -> ofType(start);
			case "not" -> {
				this.cursor.expect("of");
				yield new TableAction.OfType(range(start), null);
			}
			case "owner" -> {
				this.cursor.expect("to");
				String role = this.names.role();
				yield new TableAction.OwnerTo(range(start), role);
			}
			case "replica" -> replicaIdentity(start);
			case "attach" -> attach(start);
			case "detach" -> detach(start);
			default -> null;
		};
	}

	private TableAction add(int start) {
		ConstraintParser constraints = new ConstraintParser(this.cursor);
		if (this.type == ObjectType.TYPE) {
			this.cursor.expect("attribute");
			ColumnDefinition attribute = new ColumnParser(this.cursor).parseAttribute();
			behavior();
			return new TableAction.AddColumn(range(start), false, attribute);
		}
		if (constraints.isNext()) {
			Constraint constraint = constraints.parse();
			return new TableAction.AddConstraint(range(start), constraint);
		}
		this.cursor.accept("column");
		boolean ifNotExists = this.cursor.accept("if", "not", "exists");
		ColumnDefinition column = new ColumnParser(this.cursor).parse();
		return new TableAction.AddColumn(range(start), ifNotExists, column);
	}

	private TableAction drop(int start) {
		if (this.cursor.accept("constraint")) {
			boolean ifExists = this.cursor.accept("if", "exists");
			String constraint = this.names.name();
			boolean cascade = behavior();
			return new TableAction.DropConstraint(range(start), constraint, ifExists, cascade);
		}
		if (this.type == ObjectType.TYPE) {
			this.cursor.expect("attribute");
		}
		else {
			this.cursor.accept("column");
		}
		boolean ifExists = this.cursor.accept("if", "exists");
		String column = this.names.name();
		boolean cascade = behavior();
		return new TableAction.DropColumn(range(start), column, ifExists, cascade);
	}

	private boolean behavior() {
		boolean cascade = this.cursor.accept("cascade");
		if (!cascade) {
			this.cursor.accept("restrict");
		}
		return cascade;
	}

	private @Nullable TableAction alter(int start) {
		if (!this.cursor.accept("constraint")) {
			return this.columnActions.parse(start);
		}
		String constraint = this.names.name();
		ConstraintFlags flags = new ConstraintFlags();
		boolean more = true;
		while (more) {
			more = flags.accept(this.cursor) || flags.acceptInherit(this.cursor);
		}
		return new TableAction.AlterConstraint(range(start), constraint, flags.deferrable(), flags.enforced(),
				flags.inherit());
	}

	private @Nullable TableAction set(int start) {
		if (this.cursor.is("(")) {
			return options(start, false);
		}
		if (this.cursor.accept("without", "oids")) {
			return new TableAction.DropOids(range(start));
		}
		if (this.cursor.accept("without", "cluster")) {
			return new TableAction.ClusterOn(range(start), null);
		}
		if (this.cursor.accept("logged")) {
			return new TableAction.SetLogged(range(start), true);
		}
		if (this.cursor.accept("unlogged")) {
			return new TableAction.SetLogged(range(start), false);
		}
		if (this.cursor.accept("access", "method")) {
			String method = (this.cursor.accept("default")) ? null : this.names.name();
			return new TableAction.SetAccessMethod(range(start), method);
		}
		this.cursor.expect("tablespace");
		String tablespace = this.names.name();
		return new TableAction.SetTablespace(range(start), tablespace);
	}

	private TableAction options(int start, boolean reset) {
		List<String> options = new OptionNames(this.cursor).parse();
		return new TableAction.SetOptions(range(start), reset, options);
	}

	private @Nullable TableAction enable(int start, boolean enabled) {
		if (this.cursor.is("row", "level")) {
			return rowSecurity(start, (enabled) ? "enable" : "disable");
		}
		if (enabled && (this.cursor.is("always") || this.cursor.is("replica"))) {
			this.cursor.next();
		}
		if (this.cursor.accept("rule")) {
			String rule = this.names.name();
			return new TableAction.SwitchRule(range(start), rule, enabled);
		}
		this.cursor.expect("trigger");
		String trigger = (this.cursor.is("all") || this.cursor.is("user")) ? this.cursor.next().word()
				: this.names.name();
		return new TableAction.SwitchTrigger(range(start), trigger, enabled);
	}

	private TableAction rowSecurity(int start, String setting) {
		this.cursor.expect("row", "level", "security");
		return new TableAction.RowSecurity(range(start), setting);
	}

	private TableAction noInherit(int start) {
		this.cursor.expect("inherit");
		return inherit(start, false);
	}

	private TableAction inherit(int start, boolean added) {
		ObjectName parent = this.names.qualifiedName();
		return new TableAction.Inherit(range(start), parent, added);
	}

	private TableAction ofType(int start) {
		ObjectName composite = this.names.qualifiedName();
		return new TableAction.OfType(range(start), composite);
	}

	private TableAction replicaIdentity(int start) {
		this.cursor.expect("identity");
		String index = null;
		String identity = this.cursor.next().word();
		switch (identity) {
			case "default", "full", "nothing" -> {
			}
			case "using" -> {
				this.cursor.expect("index");
				index = this.names.name();
				identity = "index";
			}
			default -> throw new UnexpectedSyntaxException();
		}
		return new TableAction.ReplicaIdentity(range(start), identity, index);
	}

	private TableAction attach(int start) {
		this.cursor.expect("partition");
		ObjectName partition = this.names.qualifiedName();
		PartitionBound bound = (this.type == ObjectType.INDEX) ? null : new PartitionBoundParser(this.cursor).parse();
		return new TableAction.AttachPartition(range(start), partition, bound);
	}

	private TableAction detach(int start) {
		this.cursor.expect("partition");
		ObjectName partition = this.names.qualifiedName();
		boolean concurrently = this.cursor.accept("concurrently");
		boolean finalizing = !concurrently && this.cursor.accept("finalize");
		return new TableAction.DetachPartition(range(start), partition, concurrently, finalizing);
	}

	private TextRange range(int start) {
		return this.cursor.rangeFrom(start);
	}

}
