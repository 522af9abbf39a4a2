package dev.appmigrations.actuate.info;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;

import javax.management.MBeanOperationInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;

import dev.appmigrations.engine.script.ScriptSource;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.MemoryScripts;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.actuate.info.InfoContributor;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.logging.LoggingInitializationContext;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.logging.LoggingSystemProperty;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.StandardEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What an application shows beside the endpoint: information, structured logs, and reads
 * through JMX.
 */
@ExtendWith(OutputCaptureExtension.class)
class ShownWithoutAskingTests {

	private final MemoryScripts scripts = new MemoryScripts().with("1_person.sql", "CREATE TABLE person ();")
		.with("10_more.sql", "CREATE TABLE more ();")
		.with("9_less.sql", "CREATE TABLE less ();");

	@FreshDatabase
	private TestDatabase database;

	@AfterEach
	void restoreTheLog() {
		LoggingSystem system = LoggingSystem.get(getClass().getClassLoader());
		system.cleanUp();
		// Spring Boot sets it once, and keeps it.
		System.clearProperty(LoggingSystemProperty.CONSOLE_STRUCTURED_FORMAT.getEnvironmentVariableName());
		system.beforeInitialize();
		system.initialize(new LoggingInitializationContext(new StandardEnvironment()), null, null);
	}

	@Test
	void applicationShowsVersionAndReleasesLogsFieldsAndAnswersJmx(CapturedOutput output) throws Exception {
		try (ConfigurableApplicationContext context = start()) {
			assertThat(output)
				.containsPattern("\"migrations\":\\{\"name\":\"1_person.sql\",\"durationMs\":\\d+,"
						+ "\"statements\":1,\"attempts\":1}")
				.containsPattern("\"migrations\":\\{\"database\":\"[^\"]+\",\"schema\":\"public\",\"applied\":0,"
						+ "\"pending\":3}")
				.contains("\"logger\":\"dev.appmigrations.engine.Migrator\"");
			assertThat(info(context)).contains("version=10,", "applied=3");
			await().atMost(Duration.ofSeconds(10))
				.untilAsserted(() -> assertThat(info(context)).contains("release=1.4.2"));
			assertJmxReads();
		}
	}

	private ConfigurableApplicationContext start() {
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.initializers((context) -> ((GenericApplicationContext) context).registerBean(ScriptSource.class,
					() -> this.scripts))
			.properties("logging.structured.format.console=ecs", "spring.jmx.enabled=true",
					"management.endpoints.jmx.exposure.include=migrations", "spring.flyway.enabled=false",
					"spring.liquibase.enabled=false", "spring.application.name=shop", "app.migrations.release=1.4.2",
					"spring.datasource.url=" + this.database.url(), "spring.datasource.username=postgres",
					"spring.datasource.password=postgres", "app.migrations.instances.heartbeat-interval=100ms")
			.run();
	}

	private static String info(ApplicationContext context) {
		Info.Builder builder = new Info.Builder();
		context.getBean("migrationsInfoContributor", InfoContributor.class).contribute(builder);
		return builder.build().toString();
	}

	/** Whoever reaches the server of beans is not asked who it is. */
	private static void assertJmxReads() throws Exception {
		MBeanServer server = ManagementFactory.getPlatformMBeanServer();
		ObjectName name = new ObjectName("org.springframework.boot:type=Endpoint,name=Migrations");
		assertThat(server.getMBeanInfo(name).getOperations()).extracting(MBeanOperationInfo::getName)
			.containsExactlyInAnyOrder("migrations", "migration");
		assertThat(Arrays.stream(server.getMBeanInfo(name).getOperations()))
			.allMatch((operation) -> operation.getImpact() == MBeanOperationInfo.INFO);
		Object all = server.invoke(name, "migrations", new Object[] { null }, new String[] { String.class.getName() });
		assertThat(all).isInstanceOf(Map.class).asString().contains("10_more.sql", "state=current");
		Object one = server.invoke(name, "migration", new Object[] { "9_less.sql", null },
				new String[] { String.class.getName(), String.class.getName() });
		assertThat(one).asString().contains("9_less.sql").doesNotContain("CREATE TABLE");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
