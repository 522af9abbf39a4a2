package dev.appmigrations.engine.script;

import java.util.Locale;

/**
 * How the files of a location are named and where their versions stand: the values of
 * {@code app.migrations.layout}.
 */
public enum Layout {

	/** Recognised for each location, where that is unambiguous; else {@link #OWN}. */
	AUTO,

	/** The names of this tool, and Flyway's. */
	OWN,

	/** {@code V1__x.sql}, {@code U1__x.sql}, {@code R__x.sql}. */
	FLYWAY,

	/** {@code 2020-01-01-000000_x/up.sql} and {@code down.sql}. */
	DIESEL,

	/** {@code 1577836800000_x/up.sql} and {@code down.sql}. */
	HASURA,

	/** {@code 20200101000000_x/migration.sql}. */
	PRISMA,

	/** {@code 20200101000000_x.sql}, or with {@code .up.sql} and {@code .down.sql}. */
	SQLX,

	/** {@code 1_x.up.sql} and {@code 1_x.down.sql}. */
	GOLANG_MIGRATE,

	/** {@code 00001_x.sql} with goose's sections. */
	GOOSE,

	/** {@code 20200101000000_x.sql} with dbmate's sections; ordered by name. */
	DBMATE,

	/** {@code 20200101000000_x.sql}. */
	SUPABASE,

	/** {@code 001_x.sql} with tern's separator. */
	TERN,

	/** {@code 1-x.sql} with sql-migrate's sections; ordered by name. */
	SQL_MIGRATE,

	/** {@code 001.do.x.sql} and {@code 001.undo.x.sql}. */
	POSTGRATOR,

	/**
	 * {@code 20200101000000_x.postgres.up.sql} before {@code 20200101000000_x.up.sql}:
	 * pop, fizz and others that serve several databases.
	 */
	POP,

	/** {@code 0001-x.sql}, {@code 0001.x.sql}, {@code 0001.sql}; ordered by name. */
	NUMBERED;

	/**
	 * Returns the name that the property has.
	 * @return the name in lower case, with hyphens
	 */
	public String label() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}
