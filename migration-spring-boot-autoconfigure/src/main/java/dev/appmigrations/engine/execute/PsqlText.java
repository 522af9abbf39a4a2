package dev.appmigrations.engine.execute;

import java.util.function.Supplier;

import dev.appmigrations.engine.sql.SourcePosition;
import dev.appmigrations.engine.sql.TokenListener;
import dev.appmigrations.engine.sql.TokenType;

/**
 * The text of the present statement as psql has to get it to send it as it is. In
 * {@code a[1:n]} psql would put a variable {@code n} into its place where one is set, and
 * nothing turns that off; a blank behind the colon does, and means nothing to the server.
 */
final class PsqlText implements TokenListener {

	private final StringBuilder text = new StringBuilder();

	/** Where the last token ends that is neither a comment nor white space. */
	private int end;

	private boolean complete;

	@Override
	public void token(TokenType type, char[] buffer, int start, int end, Supplier<SourcePosition> position) {
		if (this.complete) {
			this.complete = false;
			this.text.setLength(0);
			this.end = 0;
		}
		if (type == TokenType.META_COMMAND || (this.text.length() == 0 && type.isIgnored())) {
			return;
		}
		this.text.append(buffer, start, end - start);
		if (!type.isIgnored()) {
			this.end = this.text.length();
		}
		if (type == TokenType.SYMBOL && end - start == 1 && buffer[start] == ':') {
			this.text.append(' ');
		}
	}

	@Override
	public void statementEnd() {
		this.complete = true;
	}

	/** Returns the statement that ended last. */
	CharSequence text() {
		return this.text.subSequence(0, this.end);
	}

}
