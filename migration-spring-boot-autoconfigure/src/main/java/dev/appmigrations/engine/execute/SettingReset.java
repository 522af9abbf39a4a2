package dev.appmigrations.engine.execute;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.appmigrations.engine.jdbc.SessionWork;
import dev.appmigrations.engine.migration.Timeouts;
import dev.appmigrations.engine.sql.SqlStatement;
import org.jspecify.annotations.Nullable;

/**
 * A statement of a script that takes settings back: {@code RESET}, or {@code SET … TO
 * DEFAULT}. It leads to what migrations need, not to what a session has that is somebody
 * else's: an {@code ALTER TABLE} after it would wait without a limit.
 *
 * @param name the setting in lower case, {@code null} for all
 * @param local whether for the transaction only
 */
public record SettingReset(@Nullable String name, boolean local) {

	private static final String GAP = "(?:\\s|/\\*.*?\\*/|--[^\\r\\n]*[\\r\\n])+";

	private static final Pattern RESET = Pattern.compile("RESET" + GAP + "\"?([\\w.]+)\"?",
			Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

	private static final Pattern TO_DEFAULT = Pattern.compile("SET(?:" + GAP + "(?:(LOCAL)|SESSION))?" + GAP
			+ "\"?([\\w.]+)\"?(?:" + GAP + "TO" + GAP + "|(?:" + GAP + ")?=(?:" + GAP + ")?)DEFAULT",
			Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

	/**
	 * Tells what a statement takes back.
	 * @param statement the statement
	 * @return the setting, {@code null} if it takes nothing back
	 */
	public static @Nullable SettingReset of(SqlStatement statement) {
		return switch (statement.kind()) {
			case RESET_ALL -> new SettingReset(null, false);
			case RESET -> {
				Matcher reset = RESET.matcher(statement.text());
				yield (reset.lookingAt()) ? new SettingReset(reset.group(1).toLowerCase(Locale.ROOT), false) : null;
			}
			case SET, SET_LOCAL -> {
				Matcher reset = TO_DEFAULT.matcher(statement.text());
				yield (reset.matches())
						? new SettingReset(reset.group(2).toLowerCase(Locale.ROOT), reset.group(1) != null) : null;
			}
			default -> null;
		};
	}

	/**
	 * Returns the statements that stand behind it.
	 * @param work knows what migrations need
	 * @param timeouts the limits that the script's directives set for its transactions
	 * @return statements, possibly none
	 */
	List<String> fallBack(SessionWork work, Timeouts timeouts) {
		List<String> statements = new ArrayList<>(work.afterReset(this.name, this.local));
		for (String limit : TimeoutStatements.of(timeouts, "SET LOCAL ")) {
			if (isAbout(limit)) {
				statements.add(limit);
			}
		}
		return statements;
	}

	/** Tells whether a {@code SET} is about the setting. */
	public boolean isAbout(String set) {
		return this.name == null || Pattern.compile("\\b" + Pattern.quote(this.name) + "\\b", Pattern.CASE_INSENSITIVE)
			.matcher(set)
			.find();
	}

}
