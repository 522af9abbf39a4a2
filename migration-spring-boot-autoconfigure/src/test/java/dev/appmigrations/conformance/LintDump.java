package dev.appmigrations.conformance;

import java.io.IOException;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.appmigrations.engine.Migrator;
import dev.appmigrations.engine.ddl.DdlStatement;
import dev.appmigrations.engine.ddl.Dml;
import dev.appmigrations.engine.ddl.Grant;
import dev.appmigrations.engine.ddl.Opaque;
import dev.appmigrations.engine.ddl.Query;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.operation.LintRequest;
import dev.appmigrations.engine.safety.Finding;
import dev.appmigrations.engine.safety.rule.Rule;
import dev.appmigrations.engine.safety.rule.Rules;
import dev.appmigrations.engine.sql.SqlStatement;
import dev.appmigrations.engine.sql.SqlSyntaxException;
import dev.appmigrations.engine.sql.StatementReader;
import dev.appmigrations.support.MemoryScripts;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes each different statement about a schema, from the SQL files of folders and jars
 * and from the examples of our rules, into a file of its own for another linter, and
 * prints which of our rules find something in it: one line of JSON for each statement.
 * <p>
 * Each statement is judged alone and without a database, so that every table that it does
 * not create is in use and of unknown size. Its arguments are the folder to write to, and
 * the folders and jars to read.
 */
public final class LintDump {

	private static final int LONGEST = 100_000;

	private final JsonMapper json = new JsonMapper();

	private final PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);

	private final Set<String> known = new HashSet<>();

	private final Path target;

	private LintDump(Path target) {
		this.target = target;
	}

	public static void main(String[] arguments) throws Exception {
		((Logger) LoggerFactory.getLogger("ROOT")).setLevel(Level.ERROR);
		LintDump dump = new LintDump(Path.of(arguments[0]));
		for (Rule rule : Rules.all()) {
			dump.script("example/" + rule.id() + "/bad", rule.example().bad());
			dump.script("example/" + rule.id() + "/good", rule.example().good());
		}
		SqlSources.read(List.of(arguments).subList(1, arguments.length), dump::script);
		dump.out.flush();
	}

	private void script(String name, String text) throws IOException {
		try (StatementReader reader = StatementReader.of(new StringReader(text))) {
			for (SqlStatement statement = reader.next(); statement != null; statement = reader.next()) {
				String sql = statement.text();
				if (sql.length() < LONGEST && isAboutSchema(sql) && this.known.add(sql.replaceAll("\\s+", " "))) {
					judge(name + ":" + statement.position().line() + ":" + statement.position().column(), sql);
				}
			}
		}
		catch (SqlSyntaxException ex) {
			// a file for psql's or another tool's eyes
		}
	}

	private static boolean isAboutSchema(String sql) {
		DdlStatement statement = DdlStatement.of(sql);
		return !(statement instanceof Opaque || statement instanceof Dml || statement instanceof Query
				|| statement instanceof Grant);
	}

	private void judge(String place, String sql) throws IOException {
		Migrator migrator = Migrator
			.builder(new PGSimpleDataSource(), new MemoryScripts().with("1_statement.sql", sql + ";\n"))
			.build();
		List<String> rules;
		try {
			rules = migrator.safety()
				.lint(new LintRequest(List.of(), null, false, false, null, LintRequest.NEWEST))
				.findings()
				.stream()
				.map(Finding::rule)
				.distinct()
				.toList();
		}
		catch (MigrationException ex) {
			// a placeholder of another tool, or the like
			return;
		}
		Path file = this.target.resolve(this.known.size() + ".sql");
		Files.writeString(file, sql + ";\n");
		this.out.println(this.json.writeValueAsString(
				Map.of("place", place, "file", file.getFileName().toString(), "sql", sql, "rules", rules)));
	}

}
