package dev.appmigrations.engine.ddl;

import dev.appmigrations.engine.sql.SqlSyntaxException;

/**
 * Reads a statement by recursive descent through PostgreSQL's grammar (14 to 18; see
 * PostgreSQL: {@code src/backend/parser/gram.y}): one class for each family of
 * statements, which all move one {@link TokenCursor}. What the grammar does not know is
 * {@link Opaque}.
 */
final class DdlParser {

	private DdlParser() {
	}

	static DdlStatement parse(String statement) {
		try {
			return new StatementParser(new TokenCursor(statement)).parse();
		}
		catch (UnexpectedSyntaxException | SqlSyntaxException ex) {
			return new Opaque(Heads.of(statement));
		}
	}

	static DdlStatement parseBeginning(String beginning) {
		try {
			if (new StatementParser(TokenCursor.ofBeginning(beginning)).parse() instanceof Dml dml) {
				boolean where = dml.kind() != Dml.Kind.INSERT;
				return new Dml(dml.kind(), dml.target(), where, dml.query(), dml.range());
			}
		}
		catch (UnexpectedSyntaxException | SqlSyntaxException ex) {
			// It stays unknown.
		}
		return new Opaque(Heads.of(beginning));
	}

}
