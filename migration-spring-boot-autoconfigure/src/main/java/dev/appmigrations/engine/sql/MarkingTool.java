package dev.appmigrations.engine.sql;

/**
 * A migration tool that keeps both directions in one file and divides it by a comment.
 */
public enum MarkingTool {

	/** pressly/goose: {@code -- +goose Up}. */
	GOOSE("goose", true),

	/** rubenv/sql-migrate: {@code -- +migrate Up}. */
	SQL_MIGRATE("sql-migrate", true),

	/** jackc/tern: {@code ---- create above / drop below ----}. */
	TERN("tern", true),

	/** MyBatis Migrations and dbdeploy: {@code -- //@UNDO}. */
	MYBATIS("MyBatis Migrations", false, "mybatis"),

	/** node-pg-migrate: {@code -- Down Migration}. */
	NODE_PG_MIGRATE("node-pg-migrate", false, "node-pg-migrate"),

	/** Play evolutions: {@code # --- !Downs}. */
	PLAY("Play evolutions", false),

	/** shmig: {@code -- ==== DOWN ====}. */
	SHMIG("shmig", false),

	/** rambler: {@code -- rambler down}. */
	RAMBLER("rambler", false),

	/** micrate: {@code -- +micrate Down}. */
	MICRATE("micrate", false),

	/** Mojo::Pg::Migrations: {@code -- 1 down}. */
	MOJO("Mojo::Pg::Migrations", false),

	/** aerich before its files were Python: {@code -- downgrade --}. */
	AERICH("aerich", false),

	/** Any other: {@code -- Down}, {@code -- @DOWN}, {@code -- +mig Down}. */
	OTHER("another migration tool", false);

	private final String title;

	private final boolean understood;

	private final String rewriter;

	MarkingTool(String title, boolean understood) {
		this(title, understood, "");
	}

	MarkingTool(String title, boolean understood, String rewriter) {
		this.title = title;
		this.understood = understood;
		this.rewriter = rewriter;
	}

	/**
	 * Return the name that its users know.
	 * @return the name
	 */
	public String title() {
		return this.title;
	}

	/**
	 * Return whether files of this tool run as they are.
	 * @return {@code false} if its markers are refused
	 */
	public boolean isUnderstood() {
		return this.understood;
	}

	/**
	 * Return the name under which its folders can be written anew in our form.
	 * @return the name; empty if they cannot
	 */
	public String rewriter() {
		return this.rewriter;
	}

}
