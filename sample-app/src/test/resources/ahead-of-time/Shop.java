package shop;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;

import dev.appmigrations.java.JavaMigration;
import dev.appmigrations.java.JavaMigrationContext;
import dev.appmigrations.java.Migration;

import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Uses what needs beans: several databases, tenants, and migrations in Java.
 */
@SpringBootApplication
public class Shop {

	public static void main(String[] args) {
		SpringApplication.run(Shop.class, args);
	}

	@Bean
	@Migration("V3__count_again")
	JavaMigration countAgain() {
		return (context) -> context.jdbcClient().sql("INSERT INTO counted SELECT count(*) FROM counted").update();
	}

	@Bean
	ApplicationRunner shows(ConfigurableApplicationContext context, JdbcClient jdbcClient) {
		return (arguments) -> {
			System.out.println("names " + jdbcClient
				.sql("SELECT string_agg(migration_name, ' ' ORDER BY id) FROM migration_history")
				.query(String.class)
				.single());
			System.out.println("tables " + jdbcClient
				.sql("SELECT string_agg(table_schema || '.' || table_name, ' ' ORDER BY table_schema, table_name)"
						+ " FROM information_schema.tables WHERE table_name LIKE 'shop%'")
				.query(String.class)
				.single());
			System.out.println("page " + get(context, "text/html").contains("<!DOCTYPE html>"));
			System.out.println("json " + get(context, "application/json"));
			context.close();
		};
	}

	private static String get(ConfigurableApplicationContext context, String accept) throws Exception {
		URI uri = URI.create("http://localhost:" + context.getEnvironment().getProperty("local.server.port")
				+ "/actuator/migrations");
		return HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(uri).header("Accept", accept).build(), BodyHandlers.ofString())
			.body();
	}

	@Component
	@Migration(value = "V2__count", checksumOfClass = true)
	static class Count implements JavaMigration {

		@Override
		public void migrate(JavaMigrationContext context) {
			context.jdbcClient().sql("INSERT INTO counted SELECT count(*) FROM shop_orders").update();
		}

	}

	@Component
	@Migration(value = "V4__count_late", afterContext = true)
	static class CountLate implements JavaMigration {

		private final JdbcClient jdbcClient;

		CountLate(JdbcClient jdbcClient) {
			this.jdbcClient = jdbcClient;
		}

		@Override
		public void migrate(JavaMigrationContext context) {
			int counted = this.jdbcClient.sql("SELECT count(*) FROM counted").query(Integer.class).single();
			context.jdbcClient().sql("INSERT INTO counted VALUES (:counted)").param("counted", counted).update();
		}

	}

}
