package dev.appmigrations.command;

import java.util.function.Supplier;

import dev.appmigrations.command.terminal.Terminal;
import dev.appmigrations.engine.Migrator;

import org.springframework.core.env.Environment;

/**
 * The application that a command runs in.
 *
 * @param terminal where to write to
 * @param environment the application's properties
 * @param migrators gives the migrator, always the same, when a command asks for it
 */
record CommandApplication(Terminal terminal, Environment environment, Supplier<Migrator> migrators) {

	Migrator migrator() {
		return this.migrators.get();
	}

}
