package dev.appmigrations.command;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

import dev.appmigrations.java.JavaMigrationIndex;
import dev.appmigrations.java.MigrationProcessor;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Migrations in Java that commands plan by the index of the annotation processor, and run
 * in the application's context.
 */
class JavaMigrationCommandTests {

	private static final String SHOP = """
			package shop;

			import dev.appmigrations.java.*;
			import org.springframework.boot.SpringApplication;
			import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
			import org.springframework.boot.SpringBootConfiguration;
			import org.springframework.context.annotation.Bean;

			@SpringBootConfiguration
			@EnableAutoConfiguration
			public class Shop {

				public static void main(String[] arguments) {
					SpringApplication.run(Shop.class, arguments);
				}

			BEANS
			}
			""";

	private static final String APPLICATION = SHOP.replace("BEANS", """
			@Bean
			AddPrices addPrices() {
				return new AddPrices();
			}

			@Bean
			@Migration(value = "4__round_prices", afterContext = true, requires = "2__add_prices")
			JavaMigration roundPrices() {
				return (context) -> context.jdbcClient().sql("UPDATE item SET price = round(price)").update();
			}

			@Migration(NAME)
			static class AddPrices implements JavaMigration {

				@Override
				public void migrate(JavaMigrationContext context) {
					context.jdbcClient().sql("ALTER TABLE item ADD price numeric DEFAULT 1.25").update();
				}

				@Override
				public void rollback(JavaMigrationContext context) {
					context.jdbcClient().sql("ALTER TABLE item DROP price").update();
				}

			}
			""");

	private static final String BACKFILL = SHOP.replace("BEANS", """
			@Bean
			Fill fill() {
				return new Fill();
			}

			@Migration("V4__fill")
			static class Fill implements BackfillMigration {

				@Override
				public Backfill define() {
					return Backfill.of("item").verify("SELECT id FROM item WHERE name IS NULL");
				}

				@Override
				public void process(BackfillBatch batch) {
					batch.jdbcClient().sql("UPDATE item SET name = 'item ' || id WHERE " + batch.condition()).update();
				}

			}
			""");

	@TempDir
	Path temp;

	@FreshDatabase
	private TestDatabase database;

	private CommandProcess application;

	@BeforeEach
	void create() throws IOException {
		this.application = new CommandProcess(this.temp).database(this.database)
			.script("V1__item.sql", "CREATE TABLE item (id integer);")
			.script("V3__names.sql", "ALTER TABLE item ADD name text;")
			.application("shop.Shop", this.temp.resolve("classes"));
	}

	private String compile(String source) throws IOException {
		Path classes = Files.createDirectories(this.temp.resolve("classes"));
		JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
		StringWriter messages = new StringWriter();
		JavaCompiler.CompilationTask task = compiler.getTask(messages, null, null,
				List.of("-d", classes.toString(), "-parameters"), null,
				List.of(new SimpleJavaFileObject(URI.create("string:///shop/Shop.java"), JavaFileObject.Kind.SOURCE) {

					@Override
					public CharSequence getCharContent(boolean ignoreEncodingErrors) {
						return source;
					}

				}));
		task.setProcessors(List.of(new MigrationProcessor()));
		assertThat(task.call()).as(messages::toString).isEqualTo(!messages.toString().contains("error:"));
		return messages.toString();
	}

	@Test
	void commandsPlanThemWithoutTheContextAndRunThemInIt() throws Exception {
		compile(APPLICATION.replace("NAME", "\"V2__add_prices\"")
			.replace("\"4__", "\"V4__")
			.replace("\"2__", "\"V2__"));
		assertThat(this.temp.resolve("classes").resolve(JavaMigrationIndex.LOCATION)).content()
			.isEqualTo(
					"""
							V2__add_prices	shop.Shop$AddPrices		EXPAND			true	false	false	true	MIGRATION	false
							V4__round_prices	shop.Shop#roundPrices		EXPAND		V2__add_prices	true	true	false	false	MIGRATION	false
							""");
		CommandProcess.Result check = this.application.migrations("check");
		assertThat(check.out()).contains("0 applied, 3 pending").contains("V2__add_prices");
		assertThat(check.err()).doesNotContain("context");
		assertThat(check.code()).isEqualTo(ExitCode.PENDING);
		CommandProcess.Result up = this.application.migrations("up");
		assertThat(up.err()).contains("Starting the application's context, because of migrations in Java:"
				+ " V2__add_prices, V4__round_prices");
		assertThat(up.code()).as(up.out() + up.err()).isZero();
		assertThat(this.database.list("SELECT migration_name FROM migration_history ORDER BY 1"))
			.containsExactly("V1__item.sql", "V2__add_prices", "V3__names.sql", "V4__round_prices");
		CommandProcess.Result again = this.application.migrations("up");
		assertThat(again.err()).doesNotContain("context");
		assertThat(again.code()).isZero();
		CommandProcess.Result script = this.application.migrations("status");
		assertThat(script.out()).contains("V4__round_prices");
	}

	@Test
	void thoseOfTenantsAreRunInTheContextIfATenantNeedsThem() throws Exception {
		compile(APPLICATION.replace("(NAME)", "(value = \"V2__add_prices\", tenants = true)")
			.replace("\"4__round_prices\",", "\"V4__round_prices\", tenants = true,")
			.replace("\"2__", "\"V2__"));
		this.application.property("app.migrations.tenants.schemas", "north,south")
			.property("app.migrations.tenants.locations", "file:" + this.temp.resolve("migrations"))
			.property("app.migrations.locations", "file:" + Files.createDirectory(this.temp.resolve("shared")));
		CommandProcess.Result check = this.application.migrations("check");
		assertThat(check.err()).doesNotContain("context");
		assertThat(check.code()).isEqualTo(ExitCode.PENDING);
		CommandProcess.Result up = this.application.migrations("up");
		assertThat(up.err()).contains("because of migrations in Java: V2__add_prices, V4__round_prices");
		assertThat(up.code()).as(up.out() + up.err()).isZero();
		for (String tenant : List.of("north", "south")) {
			assertThat(this.database.list("SELECT migration_name FROM " + tenant + ".migration_history ORDER BY 1"))
				.containsExactly("V1__item.sql", "V2__add_prices", "V3__names.sql", "V4__round_prices");
		}
		CommandProcess.Result again = this.application.migrations("up");
		assertThat(again.err()).doesNotContain("context");
		assertThat(again.code()).isZero();
	}

	@Test
	void backfillsArePlannedWithoutTheContextAndWorkedOnInIt() throws Exception {
		compile(BACKFILL);
		assertThat(this.temp.resolve("classes").resolve(JavaMigrationIndex.LOCATION)).content()
			.isEqualTo(
					"V4__fill	shop.Shop$Fill		EXPAND			true	false	false	false	BACKFILL	false\n");
		this.application.script("V5__require.sql",
				"-- migrate:phase contract\n-- migrate:requires 4\nALTER TABLE item ALTER name SET NOT NULL;");
		assertThat(this.application.migrations("up", "--target", "3").code()).isZero();
		this.database
			.execute("ALTER TABLE item ADD PRIMARY KEY (id); INSERT INTO item SELECT generate_series(1, 10500)");
		CommandProcess.Result check = this.application.migrations("check");
		assertThat(check.out()).contains("V4__fill");
		assertThat(check.err()).doesNotContain("context");
		CommandProcess.Result up = this.application.migrations("up");
		assertThat(up.err()).contains("because of migrations in Java: V4__fill");
		assertThat(up.code()).as(up.out() + up.err()).isZero();
		CommandProcess.Result status = this.application.migrations("status");
		assertThat(status.out()).contains("V4__fill").contains("pending");
		assertThat(status.err()).doesNotContain("context");
		CommandProcess.Result pause = this.application.migrations("backfill", "--pause", "V4__fill");
		assertThat(pause.err()).doesNotContain("context");
		assertThat(pause.code()).as(pause.out() + pause.err()).isZero();
		assertThat(this.application.migrations("backfill", "--resume", "V4__fill").code()).isZero();
		CommandProcess.Result backfill = this.application.migrations("backfill", "--speed", "max");
		assertThat(backfill.err()).contains("because of migrations in Java: V4__fill");
		assertThat(backfill.code()).as(backfill.out() + backfill.err()).isZero();
		assertThat(this.database.value("SELECT count(*) FROM item WHERE name = 'item ' || id")).isEqualTo("10500");
		CommandProcess.Result script = this.application.migrations("script", "--all");
		assertThat(script.code()).isNotZero();
		CommandProcess.Result contract = this.application.migrations("contract");
		assertThat(contract.err()).contains("because of migrations in Java: V4__fill");
		assertThat(contract.code()).as(contract.out() + contract.err()).isZero();
		assertThat(this.database.list("SELECT migration_name FROM migration_history ORDER BY id")).endsWith("V4__fill",
				"V5__require.sql");
	}

	@Test
	void backfillThatContradictsItselfIsAnErrorOfTheCompiler() throws Exception {
		assertThat(compile(BACKFILL.replace("\"V4__fill\"", "value = \"V4__fill\", transaction = false")))
			.contains("error: The migration is called V4__fill and is a backfill: each batch is a transaction.");
		assertThat(compile(BACKFILL.replace("V4__fill", "R__fill"))).contains("it cannot be repeatable");
	}

	@Test
	void nameThatIsNoneIsAnErrorOfTheCompiler() throws Exception {
		assertThat(compile(APPLICATION.replace("NAME", "\"AddPrices\""))).contains("error: The migration is called"
				+ " 'AddPrices': a name is one such as V5__add_accounts or 20260301120000_add_accounts.");
	}

	@Test
	void scriptForPsqlIsRefused() throws Exception {
		compile(APPLICATION.replace("NAME", "\"V2__add_prices\"")
			.replace("\"4__", "\"V4__")
			.replace("\"2__", "\"V2__"));
		CommandProcess.Result script = this.application.migrations("script");
		assertThat(script.err()).contains("Migration V2__add_prices is written in Java (shop.Shop$AddPrices)");
		assertThat(script.code()).isNotZero();
	}

}
