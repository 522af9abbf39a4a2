package dev.appmigrations.sample.account;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Lists and opens accounts.
 */
@RestController
@RequestMapping("/accounts")
class AccountController {

	private static final String COLUMNS = "id, name, slug, plan, monthly_send_limit, created_at";

	private final JdbcClient jdbcClient;

	AccountController(JdbcClient jdbcClient) {
		this.jdbcClient = jdbcClient;
	}

	@GetMapping
	List<Account> list() {
		return this.jdbcClient.sql("SELECT " + COLUMNS + " FROM accounts ORDER BY slug").query(Account.class).list();
	}

	@PostMapping
	@ResponseStatus(HttpStatus.CREATED)
	Account open(@RequestBody NewAccount account) {
		return this.jdbcClient.sql("INSERT INTO accounts (name, slug) VALUES (:name, :slug) RETURNING " + COLUMNS)
			.param("name", account.name())
			.param("slug", account.slug())
			.query(Account.class)
			.single();
	}

	record NewAccount(@Nullable String name, @Nullable String slug) {

	}

}
