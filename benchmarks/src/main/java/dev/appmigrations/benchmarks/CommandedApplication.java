package dev.appmigrations.benchmarks;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.logging.LoggingApplicationListener;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;

/**
 * An application that is started for a command, or, as the lower bound, sends one query
 * as soon as its environment is prepared. It has no context in either case.
 */
public final class CommandedApplication implements ApplicationListener<ApplicationEnvironmentPreparedEvent>, Ordered {

	/** The argument that makes it the lower bound. */
	static final String LOWER_BOUND = "benchmark.lower-bound";

	static final String QUERY = "SELECT migration_name, applied_at FROM migration_history ORDER BY id";

	private CommandedApplication() {
	}

	/** Behind what prepares the environment, and in front of what sets up the log. */
	@Override
	public int getOrder() {
		return LoggingApplicationListener.DEFAULT_ORDER - 1;
	}

	@Override
	public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
		String url = event.getEnvironment().getRequiredProperty("spring.datasource.url");
		try (Connection connection = DriverManager.getConnection(url);
				Statement statement = connection.createStatement();
				ResultSet rows = statement.executeQuery(QUERY)) {
			while (rows.next()) {
				System.out.println(rows.getString(1) + " " + rows.getString(2));
			}
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
		System.exit(0);
	}

	/**
	 * Starts the application.
	 * @param args a command, or what makes it the lower bound; and properties
	 */
	public static void main(String[] args) {
		SpringApplication application = new SpringApplication(CommandedApplication.class);
		if (List.of(args).contains("--" + LOWER_BOUND)) {
			application.setBannerMode(Banner.Mode.OFF);
			application.addListeners(new CommandedApplication());
		}
		application.run(args);
	}

}
