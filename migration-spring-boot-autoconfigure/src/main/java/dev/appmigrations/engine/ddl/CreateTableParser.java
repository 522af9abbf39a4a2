package dev.appmigrations.engine.ddl;

import java.util.ArrayList;
import java.util.List;

import dev.appmigrations.engine.sql.ObjectName;

/**
 * Reads {@code CREATE TABLE}, {@code CREATE TABLE … AS} and {@code CREATE FOREIGN TABLE}.
 */
final class CreateTableParser {

	private final TokenCursor cursor;

	private final NameParser names;

	private final ConstraintParser constraintParser;

	private final ColumnParser columnParser;

	private final List<ColumnDefinition> columns = new ArrayList<>();

	private final List<Constraint> constraints = new ArrayList<>();

	private final List<ObjectName> like = new ArrayList<>();

	/** Whether there are names without types, as only {@code CREATE TABLE … AS} has. */
	private boolean bareNames;

	CreateTableParser(TokenCursor cursor) {
		this.cursor = cursor;
		this.names = new NameParser(cursor);
		this.constraintParser = new ConstraintParser(cursor);
		this.columnParser = new ColumnParser(cursor);
	}

	/** What follows {@code TABLE}. */
	DdlStatement parse(Persistence persistence, boolean foreign) {
		boolean ifNotExists = this.cursor.accept("if", "not", "exists");
		ObjectName table = this.names.qualifiedName();
		List<ObjectName> inherits = List.of();
		ObjectName type = null;
		ObjectName partitionOf = null;
		PartitionBound bound = null;
		if (this.cursor.accept("of")) {
			type = this.names.qualifiedName();
			typedElements();
		}
		else if (this.cursor.accept("partition", "of")) {
			partitionOf = this.names.qualifiedName();
			typedElements();
			bound = new PartitionBoundParser(this.cursor).parse();
		}
		else {
			boolean elements = elements();
			if (!foreign && isTableAs()) {
				return tableAs(table, persistence, ifNotExists);
			}
			if (!elements || this.bareNames) {
				throw new UnexpectedSyntaxException();
			}
			inherits = inherits();
		}
		boolean partitioned = (foreign) ? server() : partitionBy();
		options(this.cursor);
		this.cursor.expectEnd();
		return new CreateTable(table, persistence, foreign, ifNotExists, this.columns, this.constraints, inherits,
				this.like, type, partitionOf, bound, partitioned);
	}

	private boolean elements() {
		if (!this.cursor.accept("(")) {
			return false;
		}
		if (this.cursor.accept(")")) {
			return true;
		}
		do {
			element();
		}
		while (this.cursor.accept(","));
		this.cursor.expect(")");
		return true;
	}

	private void element() {
		if (this.constraintParser.isNext()) {
			this.constraints.add(this.constraintParser.parse());
		}
		else if (this.cursor.accept("like")) {
			this.like.add(this.names.qualifiedName());
			while (this.cursor.accept("including") || this.cursor.accept("excluding")) {
				this.cursor.next();
			}
		}
		else if (isBareName()) {
			this.bareNames = true;
			this.names.name();
		}
		else {
			this.columns.add(this.columnParser.parse());
		}
	}

	private boolean isBareName() {
		String following = this.cursor.peek(1).word();
		return this.cursor.peek().isName() && (following.equals(",") || following.equals(")"));
	}

	private void typedElements() {
		if (!this.cursor.accept("(")) {
			return;
		}
		do {
			if (this.constraintParser.isNext()) {
				this.constraints.add(this.constraintParser.parse());
			}
			else {
				this.columns.add(this.columnParser.parseOptions());
			}
		}
		while (this.cursor.accept(","));
		this.cursor.expect(")");
	}

	/** Whether the options that may stand in front of {@code AS} end with it. */
	private boolean isTableAs() {
		if (!this.columns.isEmpty() || !this.constraints.isEmpty() || !this.like.isEmpty()) {
			return false;
		}
		options(this.cursor);
		return this.cursor.is("as");
	}

	private DdlStatement tableAs(ObjectName table, Persistence persistence, boolean ifNotExists) {
		boolean withData = TableAsParser.query(this.cursor);
		return new CreateTableAs(table, false, persistence, ifNotExists, withData);
	}

	private List<ObjectName> inherits() {
		if (!this.cursor.accept("inherits")) {
			return List.of();
		}
		this.cursor.expect("(");
		List<ObjectName> parents = this.names.qualifiedNames();
		this.cursor.expect(")");
		return parents;
	}

	private boolean partitionBy() {
		if (!this.cursor.accept("partition", "by")) {
			return false;
		}
		this.names.name();
		this.cursor.skipParenthesis();
		return true;
	}

	private boolean server() {
		this.cursor.expect("server");
		this.names.name();
		if (this.cursor.accept("options")) {
			this.cursor.skipParenthesis();
		}
		return false;
	}

	/** What may stand between the columns and {@code AS} or the end. */
	static void options(TokenCursor cursor) {
		NameParser names = new NameParser(cursor);
		if (cursor.accept("using")) {
			names.name();
		}
		if (cursor.accept("with")) {
			cursor.skipParenthesis();
		}
		else {
			cursor.accept("without", "oids");
		}
		if (cursor.accept("on", "commit") && !cursor.accept("drop") && !cursor.accept("delete", "rows")) {
			cursor.expect("preserve", "rows");
		}
		if (cursor.accept("tablespace")) {
			names.name();
		}
	}

	/** {@code TEMPORARY}, {@code UNLOGGED} and the like. */
	static Persistence persistence(TokenCursor cursor) {
		if (cursor.accept("unlogged")) {
			return Persistence.UNLOGGED;
		}
		if (cursor.is("local") || cursor.is("global")) {
			cursor.next();
		}
		return (cursor.accept("temp") || cursor.accept("temporary")) ? Persistence.TEMPORARY : Persistence.PERMANENT;
	}

}
