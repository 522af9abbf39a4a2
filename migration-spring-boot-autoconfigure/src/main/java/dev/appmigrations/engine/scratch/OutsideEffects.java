package dev.appmigrations.engine.scratch;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.appmigrations.engine.migration.ErrorCode;
import dev.appmigrations.engine.migration.Migration;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.script.Placeholders;
import dev.appmigrations.engine.sql.SqlStatement;
import dev.appmigrations.engine.sql.StatementKind;
import org.jspecify.annotations.Nullable;

/**
 * Finds statements whose effects would remain on a server after its scratch database is
 * dropped, or reach beyond the server: those about roles, databases, tablespaces,
 * subscriptions and the server's settings, programs and files, and what goes to other
 * servers. Bodies of routines and DO blocks are searched for the same words, comments and
 * strings included, because they may be executed.
 */
public final class OutsideEffects {

	private static final int SHOWN = 10;

	/** White space and comments between two words. */
	private static final String GAP = "(?:\\s|--[^\\r\\n]*[\\r\\n]|/\\*.*?\\*/)+";

	private static final String SHARED = "(?:(?:CREATE|ALTER|DROP)" + GAP + "(?:ROLE|USER(?!" + GAP
			+ "MAPPING)|GROUP|DATABASE|TABLESPACE|SUBSCRIPTION|SYSTEM)\\b" + "|(?:DROP|REASSIGN)" + GAP + "OWNED\\b"
			+ "|IMPORT" + GAP + "FOREIGN" + GAP + "SCHEMA\\b" + "|(?:GRANT|REVOKE)\\b[^;]*?\\bON" + GAP
			+ "(?:DATABASE|TABLESPACE|PARAMETER)\\b" + "|(?:COMMENT|SECURITY" + GAP + "LABEL\\b[^;]*?)" + GAP + "ON"
			+ GAP + "(?:ROLE|DATABASE|TABLESPACE|SUBSCRIPTION)\\b" + "|COPY\\b[^;]*?\\b(?:FROM|TO)" + GAP + "PROGRAM\\b"
			+ "|COPY\\b[^;]*?\\bTO" + GAP + "(?:E|U&)?['$])";

	private static final Pattern STATEMENT = pattern(SHARED);

	private static final Pattern ANYWHERE = pattern("\\b" + SHARED);

	/** GRANT and REVOKE of roles have no ON. */
	private static final Pattern MEMBERSHIP = pattern("(?:GRANT|REVOKE)\\b(?!.*\\bON\\b)");

	private static final Pattern FUNCTION = pattern("\\b(?:dblink\\w*|pg_terminate_backend|pg_cancel_backend"
			+ "|pg_reload_conf|pg_rotate_logfile|lo_export|pg_file_\\w+|pg_promote|pg_switch_wal"
			+ "|pg_(?:create|drop|copy)_(?:physical_|logical_)?replication_slot|pg_replication_origin_\\w+)\"?\\s*\\(");

	private static final Pattern STRING = Pattern.compile("'(?:[^']|'')*+'");

	private static final String NAME = "(?:\"(?:[^\"]|\"\")+\"|[\\w$]+)";

	private static final Pattern FOREIGN_TABLE = pattern("CREATE" + GAP + "FOREIGN" + GAP + "TABLE" + GAP + "(?:IF"
			+ GAP + "NOT" + GAP + "EXISTS" + GAP + ")?(?<name>" + NAME + "(?:\\s*\\.\\s*" + NAME + ")*)");

	private static final Pattern WRITE = pattern(
			"(?:INSERT" + GAP + "INTO|UPDATE|DELETE" + GAP + "FROM|MERGE" + GAP + "INTO|COPY|TRUNCATE(?:" + GAP
					+ "TABLE)?)" + GAP + "(?:ONLY" + GAP + ")?(?<name>" + NAME + "(?:\\s*\\.\\s*" + NAME + ")*)");

	private final Set<String> foreignTables = new HashSet<>();

	private static Pattern pattern(String regex) {
		return Pattern.compile(regex, Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
	}

	/**
	 * Makes sure that migrations change nothing but their database, as far as their text
	 * tells.
	 * @param migrations the migrations, in the order in which they would run
	 * @param placeholders what is replaced in scripts
	 * @throws MigrationException with the places of all statements that do
	 */
	public static void refuse(List<Migration> migrations, Placeholders placeholders) {
		OutsideEffects effects = new OutsideEffects();
		List<OutsideEffect> found = new ArrayList<>();
		for (Migration migration : migrations) {
			ScriptStatements.forEach(migration, placeholders, (place, statement) -> {
				String what = effects.effect(statement);
				if (what != null) {
					found.add(new OutsideEffect(place, what));
				}
			});
		}
		if (found.isEmpty()) {
			return;
		}
		StringBuilder text = new StringBuilder("Statements would change more than the scratch database:");
		for (OutsideEffect effect : found.subList(0, Math.min(found.size(), SHOWN))) {
			text.append("\n  ").append(effect.place()).append(": ").append(effect.what());
		}
		if (found.size() > SHOWN) {
			text.append("\n  and ").append(found.size() - SHOWN).append(" more");
		}
		throw new MigrationException(ErrorCode.NOT_FOR_DEVELOPMENT, text.toString(),
				"Nothing was run. Use a server that is there for this alone, and call it disposable.", null);
	}

	/**
	 * Finds what a statement does beyond its database.
	 * @param statement the statement
	 * @return what it does in one line, {@code null} if nothing is found
	 */
	@Nullable String effect(SqlStatement statement) {
		boolean running = runsText(statement);
		String text = (running) ? statement.text() : withoutStrings(statement.text());
		Matcher foreign = FOREIGN_TABLE.matcher(text);
		if (foreign.lookingAt()) {
			this.foreignTables.add(last(foreign.group("name")));
		}
		Matcher shared = STATEMENT.matcher(text);
		if (shared.lookingAt()) {
			return line(shared.group());
		}
		if (MEMBERSHIP.matcher(text).lookingAt()) {
			return "membership in a role";
		}
		Matcher write = WRITE.matcher(text);
		if (write.lookingAt() && this.foreignTables.contains(last(write.group("name")))) {
			return "write to foreign table " + line(write.group("name"));
		}
		Matcher function = FUNCTION.matcher(text);
		if (function.find()) {
			return line(function.group().replaceFirst("\"?\\s*\\($", "")) + "()";
		}
		Matcher inside = ANYWHERE.matcher(text);
		return (running && inside.find()) ? line(inside.group()) + " in its body" : null;
	}

	/** What stands in a string is no call; one with escapes is left as it is. */
	private static String withoutStrings(String text) {
		return (text.indexOf('\\') < 0) ? STRING.matcher(text).replaceAll("''") : text;
	}

	private static boolean runsText(SqlStatement statement) {
		String start = statement.text().substring(0, Math.min(statement.text().length(), 40)).toLowerCase(Locale.ROOT);
		return statement.kind() == StatementKind.DO || start.matches("(?s)do\\b.*")
				|| start.matches("(?s)create\\b.*\\b(function|procedure)\\b.*");
	}

	private static String line(String text) {
		String line = text.replaceAll("\\s+", " ");
		return (line.length() <= 60) ? line : line.substring(0, 60) + "…";
	}

	private static String last(String name) {
		String[] parts = name.split("\\.");
		return parts[parts.length - 1].strip().replace("\"", "").toLowerCase(Locale.ROOT);
	}

}
