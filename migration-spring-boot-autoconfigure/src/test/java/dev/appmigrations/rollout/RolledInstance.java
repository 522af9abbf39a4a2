package dev.appmigrations.rollout;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

import javax.sql.DataSource;

import dev.appmigrations.autoconfigure.MigrationAutoConfiguration;

import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/**
 * An application in a process of its own, which writes and reads a column all the time.
 * Its arguments are the URL of the database, the folder of the scripts, its release and
 * the column that this release knows.
 */
public final class RolledInstance {

	static final String SERVING = "serving";

	static final String FAILED = "FAILED";

	private RolledInstance() {
	}

	public static void main(String[] arguments) throws InterruptedException {
		ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
			.web(WebApplicationType.NONE)
			.bannerMode(Banner.Mode.OFF)
			.properties("spring.application.name=shop", "spring.datasource.url=" + arguments[0],
					"spring.datasource.username=postgres", "spring.datasource.password=postgres",
					"spring.datasource.hikari.maximum-pool-size=2", "app.migrations.locations=file:" + arguments[1],
					"app.migrations.release=" + arguments[2], "app.migrations.instances.heartbeat-interval=300ms",
					"app.migrations.instances.heartbeat-expiry=3s")
			.run();
		DataSource dataSource = context.getBean(DataSource.class);
		serve(dataSource, arguments[3], context);
		System.out.println(SERVING);
		while (context.isActive()) {
			serve(dataSource, arguments[3], context);
			Thread.sleep(5);
		}
	}

	private static void serve(DataSource dataSource, String column, ConfigurableApplicationContext context) {
		try (Connection connection = dataSource.getConnection(); Statement statement = connection.createStatement()) {
			statement.execute("INSERT INTO person (" + column + ") VALUES ('Ann')");
			statement.execute("SELECT count(" + column + ") FROM person WHERE " + column + " IS NULL");
		}
		catch (SQLException ex) {
			if (context.isActive() && !context.isClosed()) {
				System.out.println(FAILED + " " + ex.getMessage());
			}
		}
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ DataSourceAutoConfiguration.class, MigrationAutoConfiguration.class })
	static class Application {

	}

}
