package dev.appmigrations.engine.script;

import java.io.IOException;
import java.io.Reader;
import java.nio.CharBuffer;
import java.util.function.Supplier;

import dev.appmigrations.engine.migration.Checksum;
import dev.appmigrations.engine.migration.Script;
import dev.appmigrations.engine.sql.Directive;
import dev.appmigrations.engine.sql.ScriptBuffers;
import dev.appmigrations.engine.sql.SourcePosition;
import dev.appmigrations.engine.sql.SqlStatement;
import dev.appmigrations.engine.sql.StatementReader;
import dev.appmigrations.engine.sql.TokenDigest;
import dev.appmigrations.engine.sql.TokenListener;
import dev.appmigrations.engine.sql.TokenType;
import org.jspecify.annotations.Nullable;

/**
 * Reads a script once, from end to end, in memory that does not grow with it: its
 * directives, the checksum of its up part, and its units. The texts of its statements are
 * read again when they are sent. Not for use by several threads.
 */
final class ScriptParser {

	private final Placeholders placeholders;

	private final ScriptBuffers buffers = new ScriptBuffers();

	private final TokenDigest digest = new TokenDigest();

	ScriptParser(Placeholders placeholders) {
		this.placeholders = placeholders;
	}

	/**
	 * Reads a script.
	 * @param script the script
	 * @param replaced whether the checksum is that of the text with its placeholders
	 * replaced, as with repeatable migrations
	 * @return what it says
	 * @throws IOException if it cannot be read or decoded
	 * @throws dev.appmigrations.engine.sql.SqlSyntaxException if it cannot be split
	 * @throws UnusableScriptException if a directive cannot be understood, a statement
	 * cannot be part of a migration, or a placeholder has no value
	 */
	ParsedScript parse(Script script, boolean replaced) throws IOException {
		Pass pass = new Pass((this.placeholders.isEmpty()) ? null : new UndefinedPlaceholders());
		pass.read(this.placeholders.reader(script, this.buffers));
		Checksum checksum = pass.checksum();
		if (!replaced && !this.placeholders.isEmpty()) {
			Pass raw = new Pass(null);
			raw.read(Placeholders.NONE.reader(script, this.buffers));
			checksum = raw.checksum();
		}
		ScriptHeader header = pass.header.header();
		Section down = pass.down;
		return new ParsedScript(header, checksum, pass.up.part(script, header),
				(down != null) ? down.part(script, header) : null);
	}

	/**
	 * One reading of the text.
	 */
	private final class Pass implements TokenListener {

		private final @Nullable UndefinedPlaceholders undefined;

		private final TokenDigest digest = ScriptParser.this.digest;

		private final HeaderReader header = new HeaderReader();

		private Section up = new Section(1, this.header, true);

		private @Nullable Section down;

		private Section current = this.up;

		private boolean upMarked;

		/** Whether a token of a statement was seen, its end perhaps not yet. */
		private boolean started;

		private long read;

		private @Nullable StatementReader statements;

		Pass(@Nullable UndefinedPlaceholders undefined) {
			this.undefined = undefined;
			this.digest.reset();
		}

		void read(Reader reader) throws IOException {
			try (StatementReader statements = StatementReader.scanning(reader, this, ScriptParser.this.buffers)) {
				this.statements = statements;
				for (SqlStatement statement = statements.next(); statement != null; statement = statements.next()) {
					this.read++;
					this.current.add(statement);
				}
			}
		}

		private boolean isInBody() {
			return this.statements != null && this.statements.isInBody();
		}

		Checksum checksum() {
			return new Checksum(this.digest.finish());
		}

		@Override
		public void token(TokenType type, char[] buffer, int start, int end, Supplier<SourcePosition> position) {
			if (type == TokenType.LINE_COMMENT && !isInBody() && Directive.mayBeDirective(buffer, start, end)) {
				Directive directive = Directive.of(CharBuffer.wrap(buffer, start, end - start), position.get());
				if (directive != null) {
					directive(directive);
				}
			}
			this.started |= !type.isIgnored();
			if (this.undefined != null) {
				this.undefined.token(type, buffer, start, end, position);
			}
			if (this.current == this.up) {
				this.digest.token(type, buffer, start, end, position);
			}
		}

		@Override
		public void statementEnd() {
			if (this.current == this.up) {
				this.digest.statementEnd();
			}
		}

		@Override
		public void copyData(char[] buffer, int start, int end) {
			if (this.current == this.up) {
				this.digest.copyData(buffer, start, end);
			}
		}

		private void directive(Directive directive) {
			if (directive.isSectionMarker()) {
				section(directive);
			}
			else if (!this.started) {
				this.header.accept(directive);
			}
			else {
				throw UnusableScriptException.directive(directive, "the directive stands after the first statement",
						"Directives other than 'up' and 'down' stand before the first statement.");
			}
		}

		private void section(Directive directive) {
			boolean transactional = HeaderReader.sectionTransactional(directive);
			boolean startsUp = directive.key().equals("up");
			if ((startsUp) ? this.upMarked || !this.up.isEmpty() : this.down != null) {
				throw UnusableScriptException.directive(directive,
						(this.upMarked || !startsUp) ? "there are two '" + directive.key() + "' sections"
								: "there are statements before the section 'up'",
						"A file has at most one section 'up', then at most one section 'down'.");
			}
			this.current = new Section(this.read + 1, this.header, transactional);
			if (startsUp) {
				this.upMarked = true;
				this.up = this.current;
			}
			else {
				this.down = this.current;
			}
		}

	}

}
