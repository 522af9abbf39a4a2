package dev.appmigrations.sample.account;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
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

	private final AccountTable accounts;

	AccountController(AccountTable accounts) {
		this.accounts = accounts;
	}

	@GetMapping
	List<Account> list() {
		return this.accounts.list();
	}

	@PostMapping
	@ResponseStatus(HttpStatus.CREATED)
	Account open(@RequestBody NewAccount account) {
		return this.accounts.open(account.name(), account.slug());
	}

	record NewAccount(@Nullable String name, @Nullable String slug) {

	}

}
