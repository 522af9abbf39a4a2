package dev.appmigrations.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.appmigrations.command.json.FactsJson;
import dev.appmigrations.engine.migration.ErrorCode;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.safety.facts.FactsReading;
import dev.appmigrations.engine.safety.facts.FactsRequest;
import dev.appmigrations.engine.safety.facts.FactsRequest.Depth;
import dev.appmigrations.engine.safety.facts.SchemaFacts;
import dev.appmigrations.engine.sql.ObjectName;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/**
 * {@code facts}: prints what the safety of migrations depends on.
 */
@CommandLine.Command(name = FactsCommand.NAME,
		description = "Print facts about the database, as JSON for a linter without one: tables, types, constraints, "
				+ "indexes, sizes, estimates and dependents. Reads only, and needs no right to read tables.",
		footer = { "", "No rows are in it, but the literals in defaults, checks, predicates and policies",
				"are. A standby has no counters. A role without SELECT on a table cannot tell", "whether it is empty.",
				"", "Examples:", "  java -jar app.jar migrations facts --output facts.json",
				"  java -jar app.jar migrations facts --schema shop --schema billing",
				"  java -jar app.jar migrations facts --table orders --table shop.customer" })
final class FactsCommand extends ApplicationCommand {

	static final String NAME = "facts";

	/** More than 10,000 tables take, and less than it takes an operator to worry. */
	private static final Duration LIMIT = Duration.ofSeconds(30);

	@CommandLine.Option(names = "--schema", paramLabel = "SCHEMA",
			description = "Only this schema. Several times for several schemas.")
	private List<String> schemas = new ArrayList<>();

	@CommandLine.Option(names = "--table", paramLabel = "TABLE",
			description = "Only this table, with its partitions and the tables that foreign keys connect it with. "
					+ "Several times for several tables.")
	private List<String> tables = new ArrayList<>();

	@CommandLine.Option(names = { "-o", "--output" }, paramLabel = "FILE",
			description = "Write into this file. An old one is replaced when all is written.")
	private @Nullable Path output;

	@CommandLine.Mixin
	@SuppressWarnings("unused") // the facts are JSON anyway, failures only with it
	private final JsonOption json = new JsonOption();

	@Override
	boolean needsLog() {
		return false;
	}

	@Override
	int run(CommandApplication application) throws IOException {
		FactsRequest request = request();
		FactsReading reading = application.migrator().database().facts(request);
		SchemaFacts facts = reading.facts();
		if (facts == null) {
			throw new MigrationException(ErrorCode.FACTS_UNKNOWN, "The facts are unknown: " + reading.reason() + ".",
					"Try again when the database is less busy, or name tables with --table.", null);
		}
		requireFound(request, facts);
		PrintWriter err = application.terminal().err();
		if (reading.reason() != null) {
			err.println("Unknown: " + reading.reason() + ".");
		}
		if (!application.terminal().quiet()) {
			err.println("The facts hold no rows, but the literals in defaults, checks, predicates and policies.");
		}
		if (this.output != null) {
			WholeFile.write(this.output, (writer) -> FactsJson.write(facts, writer));
			if (!application.terminal().quiet()) {
				err.println("Wrote " + this.output);
			}
			return ExitCode.OK;
		}
		PrintWriter out = application.terminal().out();
		FactsJson.write(facts, out);
		if (out.checkError()) {
			throw new IOException("Standard output cannot be written");
		}
		return ExitCode.OK;
	}

	private FactsRequest request() {
		List<String> chosen = this.schemas.stream().map((typed) -> TableArgument.schema("--schema", typed)).toList();
		if (this.tables.isEmpty()) {
			return FactsRequest.ofEverything(chosen, LIMIT);
		}
		List<ObjectName> names = new ArrayList<>();
		for (String typed : this.tables) {
			ObjectName name = TableArgument.table("--table", typed);
			if (name.parts().size() > 1 || chosen.isEmpty()) {
				names.add(name);
			}
			else {
				chosen.forEach((schema) -> names.add(ObjectName.of(schema, name.name())));
			}
		}
		return FactsRequest.of(names, List.of(), null).with(LIMIT, Depth.PROBES);
	}

	/** A name that was mistyped would otherwise look like an empty database. */
	private static void requireFound(FactsRequest request, SchemaFacts facts) {
		for (String schema : request.schemas()) {
			if (facts.relations().stream().noneMatch((relation) -> relation.schema().equals(schema))) {
				throw new UsageException("There is no relation in a schema " + schema + ".",
						"Write --schema as in SQL, with quotes where SQL wants them.");
			}
		}
		if (!request.everything() && facts.relations().isEmpty() && facts.types().isEmpty()) {
			throw new UsageException("There is no table " + request.names().get(0) + ".",
					"Write --table as in SQL, with its schema if the search path does not find it.");
		}
	}

}
