package dev.appmigrations.engine.ddl;

/**
 * Chooses by the first words who reads the rest.
 */
final class StatementParser {

	private final TokenCursor cursor;

	StatementParser(TokenCursor cursor) {
		this.cursor = cursor;
	}

	DdlStatement parse() {
		return switch (this.cursor.peek().word()) {
			case "create" -> create();
			case "alter" -> alter();
			default -> throw new UnexpectedSyntaxException();
		};
	}

	private DdlStatement create() {
		this.cursor.next();
		if (this.cursor.is("index") || this.cursor.is("unique", "index")) {
			return new CreateIndexParser(this.cursor).parse();
		}
		if (this.cursor.accept("foreign", "table")) {
			return new CreateTableParser(this.cursor).parse(Persistence.PERMANENT, true);
		}
		Persistence persistence = CreateTableParser.persistence(this.cursor);
		this.cursor.expect("table");
		return new CreateTableParser(this.cursor).parse(persistence, false);
	}

	private DdlStatement alter() {
		this.cursor.next();
		if (this.cursor.accept("table")) {
			return new AlterTableParser(this.cursor).parse(ObjectType.TABLE);
		}
		throw new UnexpectedSyntaxException();
	}

}
