package dev.appmigrations.command;

import java.util.stream.Stream;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;

/**
 * A main class for the commands alone, where that of the application keeps its arguments
 * to itself. Spring Boot's {@code PropertiesLauncher} starts it in the application's jar:
 * {@code java -cp app.jar -Dloader.main=dev.appmigrations.command.MigrationsApplication}
 * {@code org.springframework.boot.loader.launch.PropertiesLauncher status}.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
public final class MigrationsApplication {

	private MigrationsApplication() {
	}

	/**
	 * Runs a command.
	 * @param args the command with its options, and properties of the application
	 */
	public static void main(String[] args) {
		SpringApplication.run(MigrationsApplication.class,
				Stream.concat(Stream.of(CommandArguments.WORD), Stream.of(args)).toArray(String[]::new));
	}

}
