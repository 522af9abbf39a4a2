package dev.appmigrations.command;

import javax.sql.DataSource;

import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.jdbc.DataSourceBuilder;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Profile;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;

/**
 * An application of a process of its own, with a bean and a runner that print where a
 * command must not let them. See {@link CommandProcess}.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class CommandTestApplication {

	public static void main(String[] args) {
		SpringApplication application = new SpringApplication(CommandTestApplication.class);
		application.addListeners(new LateListener());
		application.run(args);
	}

	@Bean
	ApplicationRunner runner() {
		return (arguments) -> System.out.println("a runner ran");
	}

	@Bean
	SmartLifecycle listener() {
		return new Listener();
	}

	/** A data source of the application's own, which no property describes. */
	@Bean
	@Profile("own")
	DataSource dataSource(Environment environment) {
		return DataSourceBuilder.create()
			.type(SimpleDriverDataSource.class)
			.url(environment.getRequiredProperty("own.url"))
			.username("postgres")
			.password("postgres")
			.build();
	}

	private static final class Listener implements SmartLifecycle {

		@Override
		public void start() {
			System.out.println("a listener started");
		}

		@Override
		public void stop() {
			// It never started.
		}

		@Override
		public boolean isRunning() {
			return false;
		}

	}

}
