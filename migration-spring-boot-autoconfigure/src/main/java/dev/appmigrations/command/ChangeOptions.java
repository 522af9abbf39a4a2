package dev.appmigrations.command;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/**
 * The options of {@code new OPERATION}: what one operation or another has to be told.
 */
final class ChangeOptions {

	@CommandLine.Option(names = "--to", paramLabel = "NAME", description = "change-type: the name of the new column.")
	private @Nullable String to;

	@CommandLine.Option(names = "--using", paramLabel = "EXPRESSION",
			description = "change-type: what makes a new value of an old one.")
	private @Nullable String using;

	@CommandLine.Option(names = "--back", paramLabel = "EXPRESSION",
			description = "change-type: what makes an old value of a new one.")
	private @Nullable String back;

	@CommandLine.Option(names = "--default", paramLabel = "EXPRESSION",
			description = "add-column, not-null: the value where there is none.")
	private @Nullable String defaultValue;

	@CommandLine.Option(names = "--not-null", description = "add-column: the column is NOT NULL in the end.")
	private boolean notNull;

	@CommandLine.Option(names = "--key", paramLabel = "COLUMNS",
			description = "By which unique columns the rows are walked. Default: the primary key.")
	private @Nullable String key;

	@CommandLine.Option(names = "--name", paramLabel = "NAME", description = "The name of the constraint or index.")
	private @Nullable String name;

	@CommandLine.Option(names = "--where", paramLabel = "CONDITION",
			description = "add-index: which rows are in it; backfill: which rows are to be changed.")
	private @Nullable String where;

	@CommandLine.Option(names = "--verify", paramLabel = "CONDITION",
			description = "backfill: which rows are not right yet. Default: that of --where.")
	private @Nullable String verify;

	@CommandLine.Option(names = "--method", paramLabel = "METHOD", description = "add-index: btree, gin, gist, brin …")
	private @Nullable String method;

	@CommandLine.Option(names = "--include", paramLabel = "COLUMNS",
			description = "add-index: columns besides the key.")
	private @Nullable String include;

	@CommandLine.Option(names = "--on-delete", paramLabel = "ACTION",
			description = "add-fk: cascade, set null, set default, restrict.")
	private @Nullable String onDelete;

	@CommandLine.Option(names = "--orphans", paramLabel = "delete|null",
			description = "add-fk: what becomes of rows that refer to nothing.")
	private @Nullable String orphans;

	@CommandLine.Option(names = "--after", paramLabel = "VALUE", description = "add-enum-value: where it is put.")
	private @Nullable String after;

	@CommandLine.Option(names = "--before", paramLabel = "VALUE", description = "add-enum-value: where it is put.")
	private @Nullable String before;

	@CommandLine.Option(names = "--now",
			description = "The release that runs satisfies the constraint already: do not wait for its end.")
	private boolean now;

	@CommandLine.Option(names = "--unique-now",
			description = "rename-column, change-type: build unique indexes while both releases run.")
	private boolean uniqueNow;

	@CommandLine.Option(names = "--published", description = "Each subscriber of the table has the new column already.")
	private boolean published;

	/**
	 * Returns the options that were given.
	 * @return the values by the names of the options, without hyphens; empty for those
	 * that have no value
	 */
	Map<String, String> given() {
		Map<String, String> given = new LinkedHashMap<>();
		put(given, "to", this.to);
		put(given, "using", this.using);
		put(given, "back", this.back);
		put(given, "default", this.defaultValue);
		put(given, "key", this.key);
		put(given, "name", this.name);
		put(given, "where", this.where);
		put(given, "verify", this.verify);
		put(given, "method", this.method);
		put(given, "include", this.include);
		put(given, "on-delete", this.onDelete);
		put(given, "orphans", this.orphans);
		put(given, "after", this.after);
		put(given, "before", this.before);
		put(given, "not-null", (this.notNull) ? "" : null);
		put(given, "now", (this.now) ? "" : null);
		put(given, "unique-now", (this.uniqueNow) ? "" : null);
		put(given, "published", (this.published) ? "" : null);
		return given;
	}

	private static void put(Map<String, String> given, String name, @Nullable String value) {
		if (value != null) {
			given.put(name, value);
		}
	}

}
