package dev.appmigrations.command;

import java.util.function.Supplier;

import dev.appmigrations.command.terminal.Terminal;
import dev.appmigrations.engine.Migrator;

import org.springframework.core.env.Environment;
import org.springframework.util.function.SingletonSupplier;

/**
 * The application that a command runs in.
 *
 * @param terminal where to write to
 * @param environment the application's properties
 * @param migrators gives migrators when a command asks for them
 * @param only gives the only one, always the same
 */
record CommandApplication(Terminal terminal, Environment environment, Migrators migrators, Supplier<Migrator> only) {

	CommandApplication(Terminal terminal, Environment environment, Migrators migrators) {
		this(terminal, environment, migrators, SingletonSupplier.of(migrators::one));
	}

	Migrator migrator() {
		return this.only.get();
	}

}
