package dev.appmigrations.engine.script;

import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * The database that the end of a file's name is for, such as {@code x.postgres.up.sql}.
 *
 * @param base the name without it
 * @param down whether the file is a rollback
 * @param dialect the word for the database, {@code null} for a file for all of them
 */
public record Dialect(String base, boolean down, @Nullable String dialect) {

	private static final Set<String> OURS = Set.of("postgres", "postgresql", "pg", "pgsql", "psql");

	private static final Set<String> OTHERS = Set.of("cockroach", "cockroachdb", "crdb", "mysql", "mariadb", "sqlite",
			"sqlite3", "mssql", "sqlserver", "oracle", "h2", "hsqldb", "derby", "db2", "clickhouse", "yugabyte",
			"spanner", "snowflake");

	/** Says to its tool that there is no transaction, which the statements tell here. */
	private static final String AUTOCOMMIT = "autocommit";

	/**
	 * Reads the end of a name: direction, dialect and {@code autocommit}, in any order.
	 * @param fileName the name of a file
	 * @return what it says; {@code null} for a file that is not SQL
	 */
	public static @Nullable Dialect of(String fileName) {
		if (!fileName.endsWith(".sql")) {
			return null;
		}
		String base = fileName.substring(0, fileName.length() - ".sql".length());
		boolean down = false;
		String dialect = null;
		for (int dot = base.lastIndexOf('.'); dot > 0; dot = base.lastIndexOf('.')) {
			String word = base.substring(dot + 1);
			if ("down".equals(word)) {
				down = true;
			}
			else if (OURS.contains(word) || OTHERS.contains(word)) {
				dialect = word;
			}
			else if (!"up".equals(word) && !AUTOCOMMIT.equals(word)) {
				break;
			}
			base = base.substring(0, dot);
		}
		return new Dialect(base, down, dialect);
	}

	/**
	 * Returns what the files of one migration and direction share.
	 * @return the base, with {@code .down} for a rollback
	 */
	public String key() {
		return (this.down) ? this.base + ".down" : this.base;
	}

	/**
	 * Tells whether the file is for another database than PostgreSQL.
	 * @return whether it is
	 */
	public boolean isForeign() {
		return this.dialect != null && OTHERS.contains(this.dialect);
	}

	/** Returns which file of several is taken: the one for PostgreSQL. */
	int rank() {
		return (this.dialect == null) ? 1 : 0;
	}

}
