package dev.appmigrations.engine.sql;

import java.util.List;
import java.util.Locale;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * The words of a statement that tell its kind, by PostgreSQL's grammar: keywords and
 * unquoted names in lower case, everything else as written. A word that is not there is
 * empty.
 *
 * @param words the words from the first one on
 * @param intoTemporary whether it is a query with {@code INTO TEMPORARY}
 */
record StatementHead(List<String> words, boolean intoTemporary) {

	private static final String STANDARD_CONFORMING_STRINGS = "standard_conforming_strings";

	StatementKind kind() {
		return switch (word(0)) {
			case "begin", "start" -> StatementKind.BEGIN;
			case "commit", "end" -> commit();
			case "rollback", "abort" -> rollback();
			case "savepoint" -> StatementKind.SAVEPOINT;
			case "release" -> StatementKind.RELEASE_SAVEPOINT;
			case "prepare" -> (is(1, "transaction") && !is(2, "as") && !is(2, "(")) ? StatementKind.PREPARE_TRANSACTION
					: StatementKind.PREPARE;
			case "set" -> set();
			case "reset" -> reset();
			case "discard" -> (is(1, "all")) ? StatementKind.DISCARD_ALL : StatementKind.DISCARD;
			case "listen" -> StatementKind.LISTEN;
			case "declare" -> StatementKind.DECLARE_CURSOR;
			case "call" -> StatementKind.CALL;
			case "do" -> StatementKind.DO;
			case "vacuum" -> StatementKind.VACUUM;
			case "cluster" -> cluster();
			case "reindex" -> reindex();
			case "copy" -> copy();
			case "create" -> create();
			case "drop" -> drop();
			case "alter" -> alter();
			case "select", "with" -> query();
			default -> StatementKind.OTHER;
		};
	}

	/**
	 * Return what a {@link StatementKind#SET_STANDARD_CONFORMING_STRINGS} sets.
	 * @return the value, or {@code null} for the default
	 */
	@Nullable Boolean standardConformingStrings() {
		if (is(0, "reset")) {
			return null;
		}
		int value = (is(0, "set")) ? setting() + 2 : this.words.indexOf(",") + 1;
		return booleanOf(unquoted(value));
	}

	/**
	 * Return whether a {@code SET} or a {@code set_config} ends with the transaction.
	 */
	boolean isLocal() {
		return is(1, "local") || (is(0, "select") && Boolean.TRUE.equals(booleanOf(unquoted(lastArgument()))));
	}

	/**
	 * Return whether the data of a {@code COPY} are in binary format.
	 */
	boolean isBinaryCopy() {
		if (is(1, "binary")) {
			return true;
		}
		for (int i = 1; i < this.words.size(); i++) {
			if (unquoted(i).equals("binary") && Set.of("format", "with", "stdin", "stdout").contains(word(i - 1))) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Return the name in {@code SAVEPOINT}, {@code RELEASE} or {@code ROLLBACK TO}.
	 */
	String savepoint() {
		return word(this.words.size() - 1);
	}

	boolean isChained() {
		return this.words.contains("chain") && !this.words.contains("no");
	}

	/**
	 * Return whether a {@code CREATE} is that of a function or a procedure.
	 */
	boolean isRoutine() {
		int object = createdObject();
		return is(object, "function") || is(object, "procedure");
	}

	private StatementKind commit() {
		if (is(1, "prepared")) {
			return StatementKind.COMMIT_PREPARED;
		}
		return (isChained()) ? StatementKind.COMMIT_AND_CHAIN : StatementKind.COMMIT;
	}

	private StatementKind rollback() {
		if (is(1, "prepared")) {
			return StatementKind.ROLLBACK_PREPARED;
		}
		if (is(1, "to") || is(2, "to")) {
			return StatementKind.ROLLBACK_TO_SAVEPOINT;
		}
		return (isChained()) ? StatementKind.ROLLBACK_AND_CHAIN : StatementKind.ROLLBACK;
	}

	private StatementKind set() {
		int setting = setting();
		return switch (unquoted(setting)) {
			case "transaction" -> StatementKind.SET_TRANSACTION;
			case "session" -> (is(setting + 1, "characteristics")) ? StatementKind.SET_TRANSACTION
					: StatementKind.SET_SESSION_AUTHORIZATION;
			case "session_authorization" -> StatementKind.SET_SESSION_AUTHORIZATION;
			case "role" -> StatementKind.SET_ROLE;
			case "constraints" -> StatementKind.OTHER;
			case STANDARD_CONFORMING_STRINGS -> StatementKind.SET_STANDARD_CONFORMING_STRINGS;
			default -> (is(1, "local")) ? StatementKind.SET_LOCAL : StatementKind.SET;
		};
	}

	/**
	 * Return where the name of the setting stands in a {@code SET}.
	 */
	private int setting() {
		boolean scope = is(1, "local") || (is(1, "session") && !is(2, "authorization") && !is(2, "characteristics"));
		return (scope) ? 2 : 1;
	}

	private StatementKind reset() {
		return switch (unquoted(1)) {
			case "all" -> StatementKind.RESET_ALL;
			case "role" -> StatementKind.SET_ROLE;
			case "session", "session_authorization" -> StatementKind.SET_SESSION_AUTHORIZATION;
			case STANDARD_CONFORMING_STRINGS -> StatementKind.SET_STANDARD_CONFORMING_STRINGS;
			default -> StatementKind.RESET;
		};
	}

	private StatementKind query() {
		if (this.intoTemporary) {
			return StatementKind.CREATE_TEMPORARY;
		}
		int function = (is(1, "pg_catalog") && is(2, ".")) ? 3 : 1;
		boolean setsStrings = is(function, "set_config") && is(function + 1, "(")
				&& unquoted(function + 2).equals(STANDARD_CONFORMING_STRINGS);
		return (setsStrings) ? StatementKind.SET_STANDARD_CONFORMING_STRINGS : StatementKind.OTHER;
	}

	private StatementKind cluster() {
		int next = (is(1, "(")) ? this.words.indexOf(")") + 1 : 1;
		if (is(next, "verbose")) {
			next++;
		}
		return (next >= this.words.size()) ? StatementKind.CLUSTER_ALL : StatementKind.OTHER;
	}

	private StatementKind reindex() {
		int object = 1;
		boolean concurrently = false;
		if (is(1, "(")) {
			object = this.words.indexOf(")") + 1;
			concurrently = isOn("concurrently");
		}
		if (concurrently || is(object + 1, "concurrently")) {
			return StatementKind.REINDEX_CONCURRENTLY;
		}
		return (Set.of("schema", "database", "system").contains(word(object))) ? StatementKind.REINDEX_MANY
				: StatementKind.OTHER;
	}

	private StatementKind copy() {
		boolean query = is(1, "(");
		if (!query && isStandardStream(this.words.indexOf("from"))) {
			return StatementKind.COPY_FROM_STDIN;
		}
		return (isStandardStream(this.words.indexOf("to"))) ? StatementKind.COPY_TO_STDOUT : StatementKind.OTHER;
	}

	/** The grammar takes {@code STDIN} and {@code STDOUT} in both directions. */
	private boolean isStandardStream(int direction) {
		return direction > 0 && (is(direction + 1, "stdin") || is(direction + 1, "stdout"));
	}

	private StatementKind create() {
		int object = createdObject();
		if (is(object, "local") || is(object, "global")) {
			object++;
		}
		return switch (word(object)) {
			case "temp", "temporary" -> StatementKind.CREATE_TEMPORARY;
			case "unique" ->
				(is(object + 2, "concurrently")) ? StatementKind.CREATE_INDEX_CONCURRENTLY : StatementKind.OTHER;
			case "index" ->
				(is(object + 1, "concurrently")) ? StatementKind.CREATE_INDEX_CONCURRENTLY : StatementKind.OTHER;
			case "database" -> StatementKind.CREATE_DATABASE;
			case "tablespace" -> StatementKind.CREATE_TABLESPACE;
			case "subscription" ->
				(isOff("connect") || isOff("create_slot")) ? StatementKind.OTHER : StatementKind.CREATE_SUBSCRIPTION;
			default -> (isInTemporarySchema()) ? StatementKind.CREATE_TEMPORARY : StatementKind.OTHER;
		};
	}

	/** Return where the kind of the object stands in a {@code CREATE}. */
	private int createdObject() {
		return (is(1, "or") && is(2, "replace")) ? 3 : 1;
	}

	private boolean isInTemporarySchema() {
		int schema = this.words.indexOf("pg_temp");
		return schema > 0 && is(schema + 1, ".");
	}

	private StatementKind drop() {
		return switch (word(1)) {
			case "index" -> (is(2, "concurrently")) ? StatementKind.DROP_INDEX_CONCURRENTLY : StatementKind.OTHER;
			case "database" -> StatementKind.DROP_DATABASE;
			case "tablespace" -> StatementKind.DROP_TABLESPACE;
			case "subscription" -> StatementKind.DROP_SUBSCRIPTION;
			default -> StatementKind.OTHER;
		};
	}

	private StatementKind alter() {
		return switch (word(1)) {
			case "system" -> StatementKind.ALTER_SYSTEM;
			case "database" -> (is(3, "tablespace") || is(4, "tablespace")) ? StatementKind.ALTER_DATABASE_TABLESPACE
					: StatementKind.OTHER;
			case "subscription" ->
				(talksToPublisher()) ? StatementKind.ALTER_SUBSCRIPTION_REFRESH : StatementKind.OTHER;
			case "type" -> (addsEnumValue()) ? StatementKind.ADD_ENUM_VALUE : StatementKind.OTHER;
			case "table" ->
				(detachesConcurrently()) ? StatementKind.DETACH_PARTITION_CONCURRENTLY : StatementKind.OTHER;
			default -> StatementKind.OTHER;
		};
	}

	private boolean talksToPublisher() {
		return switch (word(3)) {
			case "refresh" -> true;
			case "set", "add", "drop" -> (is(4, "publication")) ? !isOff("refresh")
					: this.words.contains("failover") || this.words.contains("two_phase");
			default -> false;
		};
	}

	private boolean addsEnumValue() {
		int value = this.words.indexOf("value");
		return value > 0 && is(value - 1, "add");
	}

	private boolean detachesConcurrently() {
		int detach = this.words.indexOf("detach");
		return detach > 0 && is(detach + 1, "partition") && this.words.contains("concurrently");
	}

	/** Whether an option in parentheses stands alone or has a true value. */
	private boolean isOn(String option) {
		int index = this.words.indexOf(option);
		return index > 0 && !Boolean.FALSE.equals(booleanOf(optionValue(index)));
	}

	private boolean isOff(String option) {
		int index = this.words.lastIndexOf(option);
		return index > 0 && Boolean.FALSE.equals(booleanOf(optionValue(index)));
	}

	private String optionValue(int option) {
		return unquoted((is(option + 1, "=")) ? option + 2 : option + 1);
	}

	private int lastArgument() {
		return Math.max(this.words.lastIndexOf(")") - 1, 0);
	}

	private String word(int index) {
		return (index >= 0 && index < this.words.size()) ? this.words.get(index) : "";
	}

	private boolean is(int index, String expected) {
		return word(index).equals(expected);
	}

	/** A word without quotes, as the server compares names of settings and options. */
	private String unquoted(int index) {
		String word = word(index);
		int quote = Math.max(word.indexOf('\''), word.indexOf('"'));
		boolean quoted = quote >= 0 && word.length() > quote + 1;
		return ((quoted) ? word.substring(quote + 1, word.length() - 1) : word).toLowerCase(Locale.ROOT);
	}

	/** By the server's {@code parse_bool}, which takes unambiguous abbreviations. */
	private static @Nullable Boolean booleanOf(String value) {
		return switch (value) {
			case "on", "1", "t", "tr", "tru", "true", "y", "ye", "yes" -> true;
			case "of", "off", "0", "f", "fa", "fal", "fals", "false", "n", "no" -> false;
			default -> null;
		};
	}

}
