package dev.appmigrations.sample.account;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The table {@code accounts}.
 */
@Repository
class AccountTable {

	private final JdbcClient jdbcClient;

	private final String nameColumn;

	private final String columns;

	/**
	 * Creates it.
	 * @param jdbcClient leads to the database
	 * @param nameColumn the column with the name of an account. It stands for what
	 * differs in the code of two releases, which {@code scripts/rollout.sh} rolls out
	 */
	AccountTable(JdbcClient jdbcClient, @Value("${sample.accounts.name-column:name}") String nameColumn) {
		this.jdbcClient = jdbcClient;
		this.nameColumn = nameColumn;
		this.columns = "id, " + nameColumn + " AS name, slug, plan, monthly_send_limit, created_at";
	}

	/**
	 * All accounts, by their slugs.
	 * @return the accounts
	 */
	List<Account> list() {
		return this.jdbcClient.sql("SELECT " + this.columns + " FROM accounts ORDER BY slug")
			.query(Account.class)
			.list();
	}

	/**
	 * Opens an account.
	 * @param name its name; the schema says which ones it takes
	 * @param slug its name in URLs, the same
	 * @return the account
	 */
	Account open(@Nullable String name, @Nullable String slug) {
		return this.jdbcClient
			.sql("INSERT INTO accounts (" + this.nameColumn + ", slug) VALUES (:name, :slug) RETURNING " + this.columns)
			.param("name", name)
			.param("slug", slug)
			.query(Account.class)
			.single();
	}

}
