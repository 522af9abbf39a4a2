package dev.appmigrations.engine.ddl;

import java.util.ArrayList;
import java.util.List;

import dev.appmigrations.engine.sql.ObjectName;

/**
 * Reads {@code CREATE}.
 */
final class CreateParser {

	private final TokenCursor cursor;

	private final NameParser names;

	CreateParser(TokenCursor cursor) {
		this.cursor = cursor;
		this.names = new NameParser(cursor);
	}

	/** What follows {@code CREATE}. */
	DdlStatement parse() {
		boolean orReplace = this.cursor.accept("or", "replace");
		return switch (this.cursor.peek().word()) {
			case "index", "unique" -> new CreateIndexParser(this.cursor).parse();
			case "function", "procedure" -> new CreateFunctionParser(this.cursor).parse(orReplace);
			case "trigger", "constraint" -> new CreateTriggerParser(this.cursor).parse(orReplace);
			case "type" -> new CreateTypeParser(this.cursor).parse();
			case "domain" -> domain();
			case "extension" -> extension();
			case "schema" -> schema();
			case "policy" -> policy();
			case "foreign" -> {
				this.cursor.expect("foreign", "table");
				yield new CreateTableParser(this.cursor).parse(Persistence.PERMANENT, true);
			}
			default -> relation(orReplace);
		};
	}

	private DdlStatement relation(boolean orReplace) {
		Persistence persistence = CreateTableParser.persistence(this.cursor);
		if (orReplace && !this.cursor.is("view") && !this.cursor.is("recursive")) {
			throw new UnexpectedSyntaxException();
		}
		if (this.cursor.accept("table")) {
			return new CreateTableParser(this.cursor).parse(persistence, false);
		}
		if (this.cursor.accept("sequence")) {
			return sequence(persistence);
		}
		if (this.cursor.accept("materialized", "view")) {
			return materializedView(persistence);
		}
		this.cursor.accept("recursive");
		this.cursor.expect("view");
		return view(orReplace, persistence == Persistence.TEMPORARY);
	}

	private DdlStatement sequence(Persistence persistence) {
		boolean ifNotExists = this.cursor.accept("if", "not", "exists");
		ObjectName sequence = this.names.qualifiedName();
		return new CreateSequence(sequence, persistence, ifNotExists);
	}

	private DdlStatement materializedView(Persistence persistence) {
		boolean ifNotExists = this.cursor.accept("if", "not", "exists");
		ObjectName view = this.names.qualifiedName();
		if (this.cursor.is("(")) {
			this.names.columns();
		}
		CreateTableParser.options(this.cursor);
		boolean withData = TableAsParser.query(this.cursor);
		return new CreateTableAs(view, true, persistence, ifNotExists, withData);
	}

	private DdlStatement view(boolean orReplace, boolean temporary) {
		ObjectName view = this.names.qualifiedName();
		List<String> columns = (this.cursor.is("(")) ? this.names.columns() : List.of();
		if (this.cursor.accept("with")) {
			this.cursor.skipParenthesis();
		}
		this.cursor.expect("as");
		Expression query = new ExpressionReader(this.cursor).viewQuery();
		return new CreateView(view, orReplace, temporary, columns, query);
	}

	private DdlStatement domain() {
		this.cursor.next();
		ObjectName domain = this.names.qualifiedName();
		this.cursor.accept("as");
		TypeName type = new TypeParser(this.cursor).parse();
		List<Constraint> constraints = new ArrayList<>(new ColumnConstraintParser(this.cursor, domain.name()).parse());
		this.cursor.expectEnd();
		return new CreateDomain(domain, type, constraints);
	}

	private DdlStatement extension() {
		this.cursor.next();
		boolean ifNotExists = this.cursor.accept("if", "not", "exists");
		String extension = this.names.name();
		this.cursor.accept("with");
		String schema = null;
		boolean cascade = false;
		while (!this.cursor.isAtEnd()) {
			switch (this.cursor.next().word()) {
				case "schema" -> schema = this.names.name();
				case "cascade" -> cascade = true;
				case "version", "from" -> this.cursor.next();
				default -> throw new UnexpectedSyntaxException();
			}
		}
		return new CreateExtension(extension, ifNotExists, schema, cascade);
	}

	/** What is created in it is new with it. */
	private DdlStatement schema() {
		this.cursor.next();
		boolean ifNotExists = this.cursor.accept("if", "not", "exists");
		String schema = null;
		if (!this.cursor.is("authorization")) {
			schema = this.names.name();
		}
		if (this.cursor.accept("authorization")) {
			this.names.role();
		}
		if (!this.cursor.isAtEnd() && !this.cursor.is("create") && !this.cursor.is("grant")) {
			throw new UnexpectedSyntaxException();
		}
		return new CreateSchema(schema, ifNotExists);
	}

	private DdlStatement policy() {
		this.cursor.next();
		String policy = this.names.name();
		this.cursor.expect("on");
		return new CreatePolicy(policy, this.names.qualifiedName());
	}

}
