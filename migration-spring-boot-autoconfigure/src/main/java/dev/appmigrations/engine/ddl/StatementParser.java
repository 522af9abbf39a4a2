package dev.appmigrations.engine.ddl;

/**
 * Chooses by the first word who reads the rest.
 */
final class StatementParser {

	private final TokenCursor cursor;

	StatementParser(TokenCursor cursor) {
		this.cursor = cursor;
	}

	DdlStatement parse() {
		return switch (this.cursor.peek().word()) {
			case "create" -> new CreateParser(behindKeyword()).parse();
			case "alter" -> new AlterParser(behindKeyword()).parse();
			case "drop" -> new DropParser(behindKeyword()).parse();
			case "insert", "update", "delete", "merge" -> new DmlParser(this.cursor).parse();
			case "with" -> new DmlParser(this.cursor).with();
			case "copy" -> new DmlParser(this.cursor).copy();
			case "select", "values", "table", "(" -> new QueryParser(this.cursor).query();
			case "call", "do", "execute" -> new QueryParser(this.cursor).call();
			case "explain" -> new QueryParser(this.cursor).explain();
			case "truncate" -> new MaintenanceParser(this.cursor).truncate();
			case "reindex" -> new MaintenanceParser(this.cursor).reindex();
			case "cluster" -> new MaintenanceParser(this.cursor).cluster();
			case "vacuum" -> new MaintenanceParser(this.cursor).vacuum();
			case "analyze", "analyse" -> new MaintenanceParser(this.cursor).analyze();
			case "refresh" -> new MaintenanceParser(this.cursor).refresh();
			case "lock" -> new MaintenanceParser(this.cursor).lock();
			case "grant", "revoke" -> new GrantParser(this.cursor).parse();
			case "set" -> new SetParser(behindKeyword()).set();
			case "reset" -> new SetParser(behindKeyword()).reset();
			default -> throw new UnexpectedSyntaxException();
		};
	}

	private TokenCursor behindKeyword() {
		this.cursor.next();
		return this.cursor;
	}

}
