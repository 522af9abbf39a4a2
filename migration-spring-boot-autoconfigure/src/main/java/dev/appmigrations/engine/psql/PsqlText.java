package dev.appmigrations.engine.psql;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import dev.appmigrations.engine.sql.SourcePosition;
import dev.appmigrations.engine.sql.SqlStatement;
import dev.appmigrations.engine.sql.TokenListener;
import dev.appmigrations.engine.sql.TokenType;

/**
 * The text of the present statement as psql has to get it to send it as it is. In
 * {@code a[1:n]} psql would put a variable {@code n} into its place where one is set, and
 * nothing turns that off; a blank behind the colon does, and means nothing to the server.
 */
final class PsqlText implements TokenListener {

	/** Where the blanks belong in the script. */
	private final List<Long> blanks = new ArrayList<>();

	private boolean complete;

	@Override
	public void token(TokenType type, char[] buffer, int start, int end, Supplier<SourcePosition> position) {
		if (this.complete) {
			this.complete = false;
			this.blanks.clear();
		}
		if (type == TokenType.SYMBOL && end - start == 1 && buffer[start] == ':') {
			this.blanks.add(position.get().offset() + 1);
		}
	}

	@Override
	public void statementEnd() {
		this.complete = true;
	}

	/**
	 * Returns the text of a statement.
	 * @param statement the one that ended last
	 */
	CharSequence of(SqlStatement statement) {
		StringBuilder text = new StringBuilder(statement.text());
		for (int i = this.blanks.size() - 1; i >= 0; i--) {
			text.insert((int) (this.blanks.get(i) - statement.position().offset()), ' ');
		}
		return text;
	}

}
