package dev.appmigrations.sample.packaged;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.tools.ToolProvider;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application that is processed ahead of time while another database is set than where
 * it runs, packaged, and started with the beans that were generated. It has several
 * databases, tenants and migrations in Java.
 */
class PackagedAheadOfTimeIntegrationTests {

	private static final Path SOURCES = Path.of("src/test/resources/ahead-of-time");

	@TempDir
	static Path folder;

	private static Path classes;

	private OwnedDatabase database;

	@BeforeAll
	static void build() throws Exception {
		classes = folder.resolve("classes");
		new SampleJar(folder)
			.run(SampleJar.java("-Djarmode=tools", "-jar", SampleJar.path().toString(), "extract", "--destination",
					"app"))
			.succeeded();
		FileSystemUtils.copyRecursively(SOURCES, classes);
		compile(List.of(classes.resolve("Shop.java")), "-processor", "dev.appmigrations.java.MigrationProcessor");
		processAheadOfTime();
		pack();
	}

	@BeforeEach
	void create() {
		this.database = OwnedDatabase.create();
	}

	@AfterEach
	void close() {
		this.database.close();
	}

	private static void processAheadOfTime() throws Exception {
		Path sources = folder.resolve("sources");
		Path more = folder.resolve("more");
		new SampleJar(folder).environment("DATABASE_URL", "jdbc:postgresql://localhost:1/of_the_build")
			.run(SampleJar.java("-cp", classPath(classes), "org.springframework.boot.SpringApplicationAotProcessor",
					"shop.Shop", sources.toString(), more.toString(), more.toString(), "shop", "shop"))
			.failed(0);
		FileSystemUtils.copyRecursively(more, classes);
		try (Stream<Path> files = Files.walk(sources)) {
			compile(files.filter((file) -> file.toString().endsWith(".java")).toList(), "-proc:none");
		}
	}

	private static void compile(List<Path> files, String... options) throws IOException {
		List<String> arguments = new ArrayList<>(
				List.of("-nowarn", "-parameters", "-cp", classPath(classes), "-d", classes.toString()));
		arguments.addAll(Arrays.asList(options));
		files.forEach((file) -> arguments.add(file.toString()));
		assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new)))
			.isZero();
	}

	/**
	 * Without entries for folders, and without a manifest: only the index tells of
	 * scripts.
	 */
	private static void pack() throws IOException {
		try (OutputStream file = Files.newOutputStream(jar());
				JarOutputStream jar = new JarOutputStream(file);
				Stream<Path> files = Files.walk(classes)) {
			for (Path each : files.filter(Files::isRegularFile).toList()) {
				jar.putNextEntry(new JarEntry(classes.relativize(each).toString().replace(File.separatorChar, '/')));
				Files.copy(each, jar);
				jar.closeEntry();
			}
		}
	}

	private static Path jar() {
		return folder.resolve("shop.jar");
	}

	/** Each jar by its name: the compiler reads no wildcards where a program calls it. */
	private static String classPath(Path application) throws IOException {
		try (Stream<Path> libraries = Files.list(folder.resolve("app/lib"))) {
			return Stream.concat(Stream.of(application), libraries.sorted())
				.map(Path::toString)
				.collect(Collectors.joining(File.pathSeparator));
		}
	}

	private SampleJar.Result run(String... arguments) throws Exception {
		List<String> command = SampleJar.java("-Dspring.aot.enabled=true", "-cp", classPath(jar()), "shop.Shop");
		command.addAll(List.of(arguments));
		return new SampleJar(folder)
			.environment("DATABASE_URL", this.database.jdbcUrl() + "?user=" + OwnedDatabase.OWNER)
			.environment("SPRING_DATASOURCE_PASSWORD", OwnedDatabase.PASSWORD)
			.run(command);
	}

	@Test
	void generatedBeansMigrateEverythingAndCommandsReadIt() throws Exception {
		assertThat(classes.resolve("META-INF/app-migrations/scripts")).content()
			.isEqualTo("db/migration/V1__orders.sql\ndb/reports/V1__report.sql\ndb/tenant/V1__item.sql\n");
		run().failed(0)
			.prints("Starting AOT-processed Shop", "names V1__orders.sql V2__count V3__count_again V4__count_late",
					"tables north.shop_item public.shop_orders reports.shop_report south.shop_item", "page true",
					"json {\"contexts\"");
		run("migrations", "check").succeeded().prints("4 applied, 0 pending.");
		run("migrations", "status", "--context", "--json").failed(0).prints("\"V4__count_late\"");
	}

	@Test
	void propertiesThatAskForOtherBeansAreRefused() throws Exception {
		run("--app.migrations.databases.late.schema=late", "--app.migrations.instances.enabled=false").failed(1)
			.prints("APPLICATION FAILED TO START", "app.migrations.instances.enabled, app.migrations.databases.late.",
					"-Dspring.aot.enabled=false");
		run("--app.migrations.enabled=false").failed(1).prints("app.migrations.enabled.");
		assertThat(this.database.list("SELECT to_regclass('migration_history')::text")).containsOnlyNulls();
	}

	@Test
	void startInTheBackgroundIsDecidedWhenItStarts() throws Exception {
		run("--app.migrations.startup=background").failed(0)
			.prints("names V1__orders.sql V2__count V3__count_again V4__count_late");
		run("--app.migrations.startup=none").failed(0).prints("page true");
	}

}
