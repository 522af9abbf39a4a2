package dev.appmigrations.engine.execute;

import java.io.Closeable;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import dev.appmigrations.engine.sql.SqlStatement;
import dev.appmigrations.engine.sql.StatementKind;
import dev.appmigrations.engine.sql.StatementReader;
import dev.appmigrations.engine.sql.TokenListener;
import org.jspecify.annotations.Nullable;

/**
 * Goes through a script statement by statement, and knows its number, the rolling hash,
 * and what has been set in the session.
 */
public final class StatementCursor implements Closeable {

	/** Settings that end with their transaction are not restored. */
	private static final Pattern LOCAL = Pattern.compile("SET\\s+LOCAL\\b", Pattern.CASE_INSENSITIVE);

	/**
	 * Sets a setting like SET, as {@code pg_dump} writes it, and does nothing else.
	 */
	private static final Pattern SET_CONFIG = Pattern.compile(
			"SELECT\\s+(?:pg_catalog\\.)?set_config\\s*\\(\\s*'[^']*'\\s*,\\s*'[^']*'\\s*,\\s*\\w+\\s*\\)",
			Pattern.CASE_INSENSITIVE);

	/** In whatever form: BEGIN, SET TRANSACTION, SET, or set_config. */
	private static final Pattern READ_ONLY = Pattern.compile(
			"\\bREAD\\s+ONLY\\b|transaction_read_only\\W+(?:to\\s+)?'?(?:on|true|yes|1)\\b", Pattern.CASE_INSENSITIVE);

	private static final Pattern LOCK_TIMEOUT = Pattern.compile("\\block_timeout\\b", Pattern.CASE_INSENSITIVE);

	private final StatementReader reader;

	private final RollingHash hash = new RollingHash();

	private final List<String> settings = new ArrayList<>();

	private final List<String> roles = new ArrayList<>();

	/** The statement that began the open transaction block, with its isolation level. */
	private final List<String> block = new ArrayList<>();

	private long position;

	private @Nullable SqlStatement sessionState;

	private @Nullable SqlStatement readOnly;

	/**
	 * Opens a script.
	 * @param script its text
	 * @param hashed whether the rolling hash is needed, which costs time
	 */
	public StatementCursor(Reader script, boolean hashed) {
		this.reader = (hashed) ? StatementReader.of(script, this.hash) : StatementReader.of(script);
	}

	/**
	 * Opens a script, and lets someone see its tokens.
	 * @param script its text
	 * @param listener is notified of each token
	 */
	public StatementCursor(Reader script, TokenListener listener) {
		this.reader = StatementReader.of(script, listener);
	}

	/**
	 * Goes to the next statement.
	 * @return the statement
	 * @throws IOException if the script cannot be read, or has fewer statements than when
	 * it was parsed
	 */
	public SqlStatement next() throws IOException {
		SqlStatement statement = this.reader.next();
		if (statement == null) {
			throw new IOException("it has fewer statements than a moment ago");
		}
		this.position++;
		remember(statement);
		return statement;
	}

	private void remember(SqlStatement statement) {
		StatementKind kind = statement.kind();
		if (kind == StatementKind.BEGIN || kind.setting()) {
			lookForReadOnly(statement);
		}
		switch (kind) {
			case BEGIN -> {
				if (this.block.isEmpty()) {
					this.block.add(statement.text());
				}
			}
			case SET_TRANSACTION -> {
				if (!this.block.isEmpty()) {
					this.block.add(statement.text());
				}
			}
			case COMMIT, ROLLBACK -> this.block.clear();
			case SET_ROLE, SET_SESSION_AUTHORIZATION -> {
				if (!LOCAL.matcher(statement.text()).lookingAt()) {
					this.roles.add(statement.text());
				}
			}
			case SET, RESET -> {
				SettingReset reset = SettingReset.of(statement);
				if (reset != null) {
					// Its target exists without it.
					this.settings.removeIf(reset::isAbout);
				}
				else {
					this.settings.add(statement.text());
				}
			}
			case SET_STANDARD_CONFORMING_STRINGS -> this.settings.add(statement.text());
			case RESET_ALL -> this.settings.clear();
			case LISTEN -> this.settings.add(statement.text());
			case DISCARD_ALL -> {
				this.settings.clear();
				this.roles.clear();
				this.sessionState = null;
			}
			case OTHER -> {
				if (SET_CONFIG.matcher(statement.text()).matches()) {
					this.settings.add(statement.text());
					lookForReadOnly(statement);
				}
			}
			default -> {
				if (kind.sessionState() && kind != StatementKind.DISCARD && this.sessionState == null) {
					this.sessionState = statement;
				}
			}
		}
	}

	private void lookForReadOnly(SqlStatement statement) {
		if (READ_ONLY.matcher(statement.text()).find()) {
			this.readOnly = statement;
		}
	}

	/**
	 * Goes past statements without running them.
	 * @param statement the number of the last of them
	 * @throws IOException if the script cannot be read
	 */
	public void skipTo(long statement) throws IOException {
		while (this.position < statement) {
			skipData(next());
		}
	}

	private void skipData(SqlStatement statement) throws IOException {
		if (statement.kind() == StatementKind.COPY_FROM_STDIN) {
			copyData().close();
		}
	}

	/**
	 * Returns the inline data of the statement that was returned last.
	 * @return a reader of the data
	 */
	public Reader copyData() {
		return this.reader.copyData();
	}

	/**
	 * Returns the number of the statement that was returned last; 0 before the first.
	 * @return the number, from 1
	 */
	public long position() {
		return this.position;
	}

	RollingHash hash() {
		return this.hash;
	}

	/**
	 * Returns the statements that bring back the settings of the session so far.
	 * @return the statements, empty for none
	 */
	public List<String> settings() {
		return this.settings;
	}

	/**
	 * Tells whether the script has set a limit for waits itself so far.
	 * @return whether it has
	 */
	public boolean limitsLocks() {
		return this.settings.stream().anyMatch(LOCK_TIMEOUT.asPredicate());
	}

	/**
	 * Returns the statements that bring back the role so far.
	 * @return the statements, empty for none
	 */
	public List<String> roles() {
		return this.roles;
	}

	/**
	 * Returns what began the transaction block that is open after the last statement:
	 * {@code COMMIT AND CHAIN} goes on in the same isolation level.
	 * @return {@code BEGIN}, and what has set its mode; empty outside a block
	 */
	public List<String> block() {
		return this.block;
	}

	/**
	 * Returns the first statement so far that left something in the session that no other
	 * session has, for example a temporary table; {@code null} if there is none.
	 */
	@Nullable SqlStatement sessionState() {
		return this.sessionState;
	}

	/**
	 * Returns the last statement so far that makes a transaction read-only, or all that
	 * follow; {@code null} if there is none.
	 */
	@Nullable SqlStatement readOnly() {
		return this.readOnly;
	}

	@Override
	public void close() throws IOException {
		this.reader.close();
	}

}
