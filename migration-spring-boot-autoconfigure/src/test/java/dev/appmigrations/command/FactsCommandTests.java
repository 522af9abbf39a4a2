package dev.appmigrations.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import dev.appmigrations.command.json.FactsJson;
import dev.appmigrations.engine.safety.facts.RelationFacts;
import dev.appmigrations.engine.safety.facts.SchemaFacts;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.MemoryScripts;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * {@code facts}.
 */
class FactsCommandTests {

	@TempDir
	Path temp;

	@FreshDatabase
	private TestDatabase database;

	@BeforeEach
	void createTables() {
		this.database.execute("CREATE SCHEMA shop; CREATE TABLE shop.customer (id int PRIMARY KEY);"
				+ " CREATE TABLE shop.orders (c int REFERENCES shop.customer); CREATE TABLE public.\"Odd. \u009b Name\" ();"
				+ " INSERT INTO shop.customer VALUES (1)");
	}

	private CommandProcess.Result facts(String... options) {
		String[] arguments = new String[options.length + 1];
		arguments[0] = "facts";
		System.arraycopy(options, 0, arguments, 1, options.length);
		return new CommandInProcess(this.database, new MemoryScripts()).migrations(arguments);
	}

	private static List<String> names(SchemaFacts facts) {
		return facts.relations().stream().map((relation) -> relation.schema() + "." + relation.name()).toList();
	}

	@Test
	void factsAreThoseOfAllTables() throws Exception {
		CommandProcess.Result result = new CommandProcess(this.temp).database(this.database).migrations("facts");
		assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.OK);
		assertThat(result.err().lines().skip(1))
			.containsExactly("The facts hold no rows, but the literals in defaults, checks, predicates and policies.");
		SchemaFacts facts = FactsJson.read(result.out());
		assertThat(facts.complete()).isTrue();
		assertThat(names(facts)).containsExactly("public.Odd. \u009b Name", "shop.customer", "shop.orders");
		assertThat(facts.relations()).extracting(RelationFacts::empty).containsExactly(true, false, true);
		assertThat(result.out()).contains("Odd. \\u009B Name");
	}

	@Test
	void factsWhenFileIsNamedAreWrittenWhole() throws Exception {
		Path file = this.temp.resolve("facts.json");
		Files.writeString(file, "old");
		CommandProcess.Result result = facts("--output", file.toString());
		assertThat(result.out()).isEmpty();
		assertThat(result.err()).endsWith("Wrote " + file + System.lineSeparator());
		assertThat(names(FactsJson.read(Files.readString(file)))).hasSize(3);
		assertThat(this.temp.resolve("facts.json.part")).doesNotExist();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "--schema shop | shop.customer shop.orders", "--schema SHOP | shop.customer shop.orders",
					"--table shop.customer | shop.customer shop.orders",
					"--schema shop --table orders | shop.customer shop.orders",
					"--schema public --schema shop | public.Odd._Name shop.customer shop.orders" })
	void factsWhenSchemasOrTablesAreNamedAreThoseOfThem(String options, String names) {
		SchemaFacts facts = FactsJson.read(facts(options.split(" ")).out());
		assertThat(names(facts)).map((name) -> name.replaceAll(" .* ", "_")).containsExactly(names.split(" "));
		assertThat(facts.complete()).isFalse();
	}

	@Test
	void factsWhenQuietSayNothingElse() {
		CommandProcess.Result result = facts("--quiet");
		assertThat(result.err()).isEmpty();
		assertThat(names(FactsJson.read(result.out()))).hasSize(3);
	}

	@Test
	void factsWhenNameIsQuotedFindThatName() {
		assertThat(names(FactsJson.read(facts("--table", "\"Odd. \u009b Name\"").out())))
			.containsExactly("public.Odd. \u009b Name");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "--table nothing | There is no table nothing.",
					"--schema nothing | There is no relation in a schema",
					"--table a.b.c | --table a.b.c is not a name.", "--table \"a | --table \"a is not a name.",
					"--schema a.b | --schema a.b is not a name.", "--table . | --table . is not a name." })
	void factsWhenNothingHasTheNameFail(String options, String message) {
		CommandProcess.Result result = facts(options.split(" "));
		assertThat(result.code()).isEqualTo(ExitCode.USAGE);
		assertThat(result.err()).contains(message);
		assertThat(result.out()).isEmpty();
	}

	@Test
	void factsWhenRoleMayReadNothingLeaveOnlyRowsUnknown() throws Exception {
		String role = "facts_" + this.database.name();
		this.database.executeOnServer("CREATE ROLE " + role + " LOGIN PASSWORD 'postgres'");
		try {
			this.database.execute("INSERT INTO shop.orders VALUES (1); ALTER ROLE " + role
					+ " SET default_transaction_read_only = on;" + " REVOKE ALL ON SCHEMA public FROM PUBLIC;"
					+ " GRANT USAGE ON SCHEMA shop TO " + role + "; GRANT SELECT ON shop.orders TO " + role);
			CommandProcess.Result result = new CommandProcess(this.temp).database(this.database)
				.property("spring.datasource.username", role)
				.migrations("facts");
			assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.OK);
			SchemaFacts facts = FactsJson.read(result.out());
			assertThat(names(facts)).hasSize(3);
			assertThat(facts.relations()).extracting(RelationFacts::empty).containsExactly(true, null, false);
			assertThat(facts.relations()).allSatisfy((relation) -> {
				assertThat(relation.mayAlter()).isFalse();
				assertThat(relation.bytes()).isNotNegative();
			});
		}
		finally {
			this.database.execute("DROP OWNED BY " + role);
			this.database.executeOnServer("DROP ROLE " + role);
		}
	}

	@Test
	void fileThatIsBrokenIsRefusedWithItsPlace() throws Exception {
		Path file = this.temp.resolve("facts.json");
		assertThatExceptionOfType(UsageException.class).isThrownBy(() -> FactsFile.read(file))
			.withMessage("There is no file " + file + ".");
		facts("--output", file.toString());
		assertThat(FactsFile.read(file).relations()).hasSize(3);
		Files.writeString(file, Files.readString(file).replace("\"kind\":\"TABLE\"", "\"kind\":1"));
		assertThatExceptionOfType(UsageException.class).isThrownBy(() -> FactsFile.read(file))
			.withMessageStartingWith(file + ", line 3, column ")
			.satisfies((ex) -> assertThat(ex.action()).contains("migrations facts"));
		Files.write(file, new byte[] { (byte) 0xff });
		assertThatExceptionOfType(UsageException.class).isThrownBy(() -> FactsFile.read(file))
			.withMessage(file + " is not in UTF-8.");
	}

}
