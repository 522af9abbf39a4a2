package dev.appmigrations.engine.ddl;

import dev.appmigrations.engine.sql.ObjectName;
import dev.appmigrations.engine.sql.TokenType;
import org.jspecify.annotations.Nullable;

/**
 * Reads what an {@code ALTER TABLE} does to a column: what follows {@code ALTER}.
 */
final class ColumnActionParser {

	private final TokenCursor cursor;

	private final ObjectType type;

	private final NameParser names;

	private final ExpressionReader expressions;

	ColumnActionParser(TokenCursor cursor, ObjectType type) {
		this.cursor = cursor;
		this.type = type;
		this.names = new NameParser(cursor);
		this.expressions = new ExpressionReader(cursor);
	}

	@Nullable TableAction parse(int start) {
		if (this.type == ObjectType.TYPE) {
			this.cursor.expect("attribute");
		}
		else {
			this.cursor.accept("column");
		}
		String column = column();
		return switch (this.cursor.next().word()) {
			case "type" -> type(start, column);
			case "set" -> set(start, column);
			case "drop" -> drop(start, column);
			case "add" -> {
				this.cursor.expect("generated");
				boolean always = ColumnConstraintParser.generatedWhen(this.cursor);
				this.cursor.expect("as", "identity");
				this.cursor.acceptParenthesis();
				yield new TableAction.AddIdentity(range(start), column, always);
			}
			case "reset" -> property(start, column, "reset");
			case "options" -> property(start, column, "options");
			case "restart" -> {
				this.cursor.accept("with");
				if (!isActionEnd() && !this.cursor.is("set") && !this.cursor.is("restart")) {
					number();
				}
				yield identity(start, column);
			}
			default -> null;
		};
	}

	/** Columns of indexes have numbers. */
	private String column() {
		if (this.cursor.peek().is(TokenType.NUMBER)) {
			return this.cursor.text(this.cursor.next());
		}
		return this.names.name();
	}

	private TableAction type(int start, String column) {
		TypeName newType = new TypeParser(this.cursor).parse();
		ObjectName collation = (this.cursor.accept("collate")) ? this.names.qualifiedName() : null;
		Expression using = (this.cursor.accept("using")) ? this.expressions.expression() : null;
		if (this.type == ObjectType.TYPE && !this.cursor.accept("cascade")) {
			this.cursor.accept("restrict");
		}
		return new TableAction.SetType(range(start), column, newType, collation, using);
	}

	private TableAction set(int start, String column) {
		if (this.cursor.is("(")) {
			return property(start, column, "set");
		}
		return switch (this.cursor.peek().word()) {
			case "data" -> {
				this.cursor.expect("data", "type");
				yield type(start, column);
			}
			case "default" -> {
				this.cursor.next();
				Expression value = this.expressions.expression();
				yield new TableAction.SetDefault(range(start), column, value);
			}
			case "not" -> {
				this.cursor.expect("not", "null");
				yield new TableAction.SetNotNull(range(start), column);
			}
			case "expression" -> {
				this.cursor.expect("expression", "as");
				Expression value = this.expressions.inParentheses();
				yield new TableAction.SetExpression(range(start), column, value);
			}
			case "statistics", "storage", "compression" -> storage(start, column);
			default -> identityOption(start, column);
		};
	}

	private TableAction storage(int start, String column) {
		String property = this.cursor.next().word();
		if (!this.cursor.accept("default")) {
			if (property.equals("statistics")) {
				number();
			}
			else {
				this.names.name();
			}
		}
		return new TableAction.SetColumnProperty(range(start), column, property);
	}

	private void number() {
		if (!this.cursor.accept("-")) {
			this.cursor.accept("+");
		}
		if (!this.cursor.next().is(TokenType.NUMBER)) {
			throw new UnexpectedSyntaxException();
		}
	}

	private TableAction property(int start, String column, String property) {
		this.cursor.skipParenthesis();
		return new TableAction.SetColumnProperty(range(start), column, property);
	}

	/** What follows {@code SET}. */
	private TableAction identityOption(int start, String column) {
		switch (this.cursor.peek().word()) {
			case "generated", "restart", "increment", "minvalue", "maxvalue", "start", "cache", "cycle", "no", "owned",
					"as", "sequence", "logged", "unlogged" ->
				this.cursor.next();
			default -> throw new UnexpectedSyntaxException();
		}
		return identity(start, column);
	}

	/** Further options of the sequence may follow. */
	private TableAction identity(int start, String column) {
		while (!isActionEnd()) {
			this.cursor.next();
		}
		return new TableAction.AlterIdentity(range(start), column);
	}

	private boolean isActionEnd() {
		return this.cursor.is(",") || this.cursor.isAtEnd();
	}

	private TableAction drop(int start, String column) {
		return switch (this.cursor.next().word()) {
			case "default" -> new TableAction.DropDefault(range(start), column);
			case "not" -> {
				this.cursor.expect("null");
				yield new TableAction.DropNotNull(range(start), column);
			}
			case "expression" -> {
				boolean ifExists = this.cursor.accept("if", "exists");
				yield new TableAction.DropExpression(range(start), column, ifExists);
			}
			case "identity" -> {
				boolean ifExists = this.cursor.accept("if", "exists");
				yield new TableAction.DropIdentity(range(start), column, ifExists);
			}
			default -> throw new UnexpectedSyntaxException();
		};
	}

	private TextRange range(int start) {
		return this.cursor.rangeFrom(start);
	}

}
