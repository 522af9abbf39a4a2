package dev.appmigrations.engine.sql;

import java.io.Closeable;
import java.io.IOException;
import java.io.Reader;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Splits a script into statements, exactly where psql does, while it reads it: no more of
 * it is in memory than the longest statement, or, if it only scans, the longest token.
 * <p>
 * A statement ends at a semicolon that is not inside a literal, a comment, parentheses or
 * a {@code BEGIN ATOMIC … END} body, at the end of the script, and before a comment that
 * divides the script ({@link SectionMarkers}). Empty statements are left out. The text is
 * the file's: as with psql, a CRLF inside a statement or inside inline data is sent as it
 * stands.
 */
public final class StatementReader implements Closeable {

	private static final TokenListener NO_LISTENER = (type, buffer, start, end, position) -> {
	};

	private final CharWindow window;

	private final SqlTokenizer tokenizer;

	private final TokenListener listener;

	private final SectionMarkers markers;

	private final boolean scanning;

	private final Supplier<SourcePosition> tokenPosition;

	private final StatementClassifier classifier = new StatementClassifier();

	private final RoutineBody body = new RoutineBody(this.classifier);

	private final StandardStrings standardStrings = new StandardStrings();

	private @Nullable CopyDataReader copyData;

	/** Where the present statement starts, {@code null} before its first token. */
	private @Nullable SourcePosition start;

	/** Where its last token ends. */
	private long end;

	private @Nullable LongStatement longStatement;

	private boolean cutOff;

	private int parentheses;

	private boolean classifying;

	private boolean sectionMarkerAhead;

	private StatementReader(CharWindow window, TokenListener listener, SectionMarkers markers, boolean scanning) {
		this.window = window;
		this.tokenizer = new SqlTokenizer(window);
		this.listener = listener;
		this.markers = markers;
		this.scanning = scanning;
		this.tokenPosition = () -> window.positionOf(window.start);
	}

	/**
	 * Read statements with their text.
	 * @param reader the script, which is closed with this reader
	 * @return the statements' reader
	 */
	public static StatementReader of(Reader reader) {
		return of(reader, NO_LISTENER);
	}

	/**
	 * Read statements with their text, and let someone see the tokens.
	 * @param reader the script, which is closed with this reader
	 * @param listener is notified of each token
	 * @return the statements' reader
	 */
	public static StatementReader of(Reader reader, TokenListener listener) {
		return new StatementReader(new CharWindow(reader, CharWindow.DEFAULT_SIZE), listener, new KnownSectionMarkers(),
				false);
	}

	/**
	 * Read statements with the beginning of their text, in memory that does not grow with
	 * them: {@link #isCutOff()} tells whether it is all of it.
	 * @param reader the script, which is closed with this reader
	 * @param listener is notified of each token
	 * @param characters as many characters of a statement are kept at most
	 * @return the statements' reader
	 */
	public static StatementReader beginnings(Reader reader, TokenListener listener, int characters) {
		StatementReader statements = of(reader, listener);
		statements.window.keepBeginnings(characters);
		return statements;
	}

	/**
	 * Read statements without their text, in memory that does not grow with them.
	 * @param reader the script, which is closed with this reader
	 * @param listener is notified of each token
	 * @return the statements' reader
	 */
	public static StatementReader scanning(Reader reader, TokenListener listener) {
		return new StatementReader(new CharWindow(reader, CharWindow.DEFAULT_SIZE), listener, new KnownSectionMarkers(),
				true);
	}

	/**
	 * Read statements without their text, in memory that does not grow with them.
	 * @param reader the script, which is closed with this reader
	 * @param listener is notified of each token
	 * @param buffers memory that nobody else uses until the reader is closed
	 * @return the statements' reader
	 */
	public static StatementReader scanning(Reader reader, TokenListener listener, ScriptBuffers buffers) {
		CharWindow window = new CharWindow(reader, CharWindow.DEFAULT_SIZE, buffers.chars);
		return new StatementReader(window, listener, new KnownSectionMarkers(), true);
	}

	/**
	 * Read statements without their text, as other markers divide them.
	 * @param reader the script, which is closed with this reader
	 * @param listener is notified of each token
	 * @param markers tells what divides the script
	 * @return the statements' reader
	 */
	public static StatementReader scanning(Reader reader, TokenListener listener, SectionMarkers markers) {
		return new StatementReader(new CharWindow(reader, CharWindow.DEFAULT_SIZE), listener, markers, true);
	}

	static StatementReader of(Reader reader, TokenListener listener, boolean scanning, int windowSize) {
		return new StatementReader(new CharWindow(reader, windowSize), listener, new KnownSectionMarkers(), scanning);
	}

	/**
	 * Read the next statement. Inline {@code COPY} data that was not read is skipped.
	 * @return the statement, or {@code null} at the end of the script
	 * @throws IOException if the script can't be read
	 * @throws SqlSyntaxException if the script can't be split
	 */
	public @Nullable SqlStatement next() throws IOException {
		if (this.copyData != null) {
			this.copyData.close();
			this.copyData = null;
		}
		startOver();
		for (;;) {
			TokenType type = nextToken();
			if (type == null) {
				return endOfScript();
			}
			switch (type) {
				case BLOCK_COMMENT -> {
				}
				case LINE_COMMENT -> {
					if (!isInBody() && isSectionMarker() && this.start != null) {
						this.sectionMarkerAhead = true;
						return endOfSection();
					}
				}
				case META_COMMAND -> metaCommand();
				case SEMICOLON -> {
					if (this.parentheses == 0 && !this.body.isOpen()) {
						if (this.start != null) {
							return statement(true);
						}
						continue;
					}
					significant(type);
				}
				default -> significant(type);
			}
			// The only place: the compiler may take what listeners do into this loop.
			tell(type);
		}
	}

	/**
	 * Return the size of the statement that {@link #next()} has just returned.
	 * @return the size, {@code null} if the statement is so short that it does not matter
	 */
	public @Nullable LongStatement longStatement() {
		return this.longStatement;
	}

	/**
	 * Return whether the statement that {@link #next()} has just returned is longer than
	 * its text.
	 * @return {@code true} only for a reader of beginnings
	 */
	public boolean isCutOff() {
		return this.cutOff;
	}

	/**
	 * Return the inline data of the {@code COPY … FROM STDIN} that {@link #next()} has
	 * just returned, as they stand in the file: up to a line with only {@code \.}, or the
	 * end of the script.
	 * @return a reader, valid until the next call of {@link #next()}; closing it skips
	 * the rest of the data
	 * @throws IllegalStateException if the last statement has no inline data
	 */
	public Reader copyData() {
		if (this.copyData == null) {
			throw new IllegalStateException("Only COPY … FROM STDIN has inline data");
		}
		return this.copyData;
	}

	/**
	 * Return how the server must have {@code standard_conforming_strings} to see the next
	 * statement as it is split here. Statements with different values can't be sent in
	 * one message, because the server parses all of a message first.
	 * @return whether a backslash is an ordinary character in {@code '…'}
	 */
	public boolean standardConformingStrings() {
		return this.standardStrings.isOn();
	}

	/**
	 * Return whether the token that a listener is just notified of stands in a
	 * {@code BEGIN ATOMIC … END} body, where comments are the body's own.
	 * @return {@code true} from {@code ATOMIC} to {@code END}
	 */
	public boolean isInBody() {
		return this.body.isOpen();
	}

	/**
	 * Return whether the comment that a listener is just notified of is the first in its
	 * line.
	 * @return {@code false} if a statement, or its end, stands before it
	 */
	public boolean isFirstInLine() {
		return this.end <= this.window.lineStart(this.window.start);
	}

	/**
	 * Return whether the token that a listener is just notified of stands inside a
	 * statement.
	 * @return {@code false} between statements
	 */
	public boolean isInStatement() {
		return this.start != null;
	}

	/**
	 * Close the script.
	 */
	@Override
	public void close() throws IOException {
		this.window.close();
	}

	private void startOver() {
		this.start = null;
		this.parentheses = 0;
		this.classifying = true;
		this.classifier.reset();
		this.body.reset();
		this.window.unmark();
	}

	private @Nullable TokenType nextToken() throws IOException {
		if (this.sectionMarkerAhead) {
			this.sectionMarkerAhead = false;
			return TokenType.LINE_COMMENT;
		}
		return this.tokenizer.next();
	}

	private void significant(TokenType type) {
		CharWindow w = this.window;
		if (this.start == null) {
			this.start = w.positionOf(w.start);
			w.startStatement();
			if (!this.scanning) {
				w.mark();
			}
		}
		if (type == TokenType.RIGHT_PARENTHESIS && this.parentheses > 0) {
			this.parentheses--;
		}
		if (this.classifying) {
			this.classifying = this.classifier.add(type, w.buffer, w.start, w.position, this.parentheses);
		}
		if (this.classifier.isCreate() && this.parentheses == 0) {
			this.body.add(type, w.buffer, w.start, w.position);
		}
		if (type == TokenType.LEFT_PARENTHESIS) {
			this.parentheses++;
		}
		this.end = w.offsetOf(w.position);
	}

	private void tell(TokenType type) {
		CharWindow w = this.window;
		this.listener.token(type, w.buffer, w.start, w.position, this.tokenPosition);
	}

	private boolean isSectionMarker() {
		CharWindow w = this.window;
		return LineComments.mayMatter(w.buffer, w.start, w.position)
				&& this.markers.divides(w.buffer, w.start, w.position, w.positionOf(w.start).column());
	}

	private void metaCommand() {
		CharWindow w = this.window;
		MetaCommand command = MetaCommand.of(w.buffer, w.start, w.position);
		if (!command.isIgnored()) {
			throw new SqlSyntaxException(w.positionOf(w.start), command.problem(), command.remedy());
		}
		if (this.start != null) {
			throw new SqlSyntaxException(w.positionOf(w.start),
					command.name() + " stands inside a statement that starts at line " + this.start.line(),
					"end the statement with a semicolon first");
		}
	}

	private @Nullable SqlStatement endOfScript() throws IOException {
		this.window.checkRest();
		if (this.start == null) {
			return null;
		}
		requireComplete("the file ends");
		return statement(false);
	}

	private SqlStatement endOfSection() throws IOException {
		requireComplete("the section ends");
		return statement(false);
	}

	private void requireComplete(String what) {
		if (this.body.isOpen()) {
			throw new SqlSyntaxException(position(), what + " inside the BEGIN ATOMIC body of this statement",
					"close it with END;");
		}
		if (this.parentheses > 0) {
			throw new SqlSyntaxException(position(), what + " inside a parenthesis of this statement",
					"close it with )");
		}
	}

	private SourcePosition position() {
		return (this.start != null) ? this.start : SourcePosition.START;
	}

	private SqlStatement statement(boolean terminated) throws IOException {
		StatementHead head = this.classifier.head();
		StatementKind kind = head.kind();
		this.longStatement = this.window.endStatement(position(), this.end, !kind.transactional());
		String text = (this.scanning) ? "" : this.window.textFromMark(this.end);
		this.cutOff = !this.scanning && this.window.isCutOff(this.end);
		this.window.unmark();
		SqlStatement statement = new SqlStatement(text, position(), kind);
		this.listener.statementEnd();
		if (kind == StatementKind.COPY_FROM_STDIN) {
			if (head.isBinaryCopy()) {
				throw new SqlSyntaxException(position(), "COPY in binary format can't have its data in a SQL file",
						"write the data in text or CSV format");
			}
			this.copyData = new CopyDataReader(this.window, this.listener, terminated);
		}
		this.standardStrings.after(kind, head);
		this.tokenizer.standardConformingStrings(this.standardStrings.isOn());
		return statement;
	}

}
