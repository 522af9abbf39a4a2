package dev.appmigrations.engine.scratch;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.appmigrations.engine.jdbc.Rows;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.migration.ErrorCode;
import dev.appmigrations.engine.migration.Migration;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.script.Placeholders;

/**
 * The extensions that migrations create. Those that a server lacks are told before
 * anything runs.
 */
public final class NeededExtensions {

	private static final String GAP = "(?:\\s|--[^\\r\\n]*[\\r\\n]|/\\*.*?\\*/)+";

	private static final Pattern CREATE = Pattern.compile("CREATE" + GAP + "EXTENSION" + GAP + "(?:IF" + GAP + "NOT"
			+ GAP + "EXISTS" + GAP + ")?(\"(?:[^\"]|\"\")+\"|[\\w$]+)", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

	/** The place of the first statement for each extension. */
	private final Map<String, String> places = new LinkedHashMap<>();

	/**
	 * Reads migrations.
	 * @param migrations the migrations
	 * @param placeholders what is replaced in scripts
	 */
	public NeededExtensions(List<Migration> migrations, Placeholders placeholders) {
		for (Migration migration : migrations) {
			ScriptStatements.forEach(migration, placeholders, (place, statement) -> {
				Matcher create = CREATE.matcher(statement.text());
				if (create.lookingAt()) {
					this.places.putIfAbsent(name(create.group(1)), place);
				}
			});
		}
	}

	private static String name(String written) {
		return (written.startsWith("\"")) ? written.substring(1, written.length() - 1).replace("\"\"", "\"")
				: written.toLowerCase(Locale.ROOT);
	}

	/**
	 * Makes sure that a server has them.
	 * @param session a session on it
	 * @throws MigrationException with those that it lacks
	 */
	public void require(Session session) {
		if (this.places.isEmpty()) {
			return;
		}
		Rows rows = session.query(List.of("SELECT e.name FROM pg_catalog.pg_available_extensions() e")).rows(0);
		Set<String> available = new HashSet<>();
		for (int i = 0; i < rows.size(); i++) {
			available.add(rows.required(i, "name"));
		}
		StringBuilder missing = new StringBuilder();
		this.places.forEach((name, place) -> {
			if (!available.contains(name)) {
				missing.append("\n  ").append(name).append(" (").append(place).append(")");
			}
		});
		if (!missing.isEmpty()) {
			throw new MigrationException(ErrorCode.DATABASE_UNSUPPORTED,
					"The scratch server has no files of these extensions:" + missing,
					"Nothing was run. Install them there, or name a server that has them.", null);
		}
	}

}
