package dev.appmigrations.generate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import dev.appmigrations.engine.ddl.QuotedIdentifier;
import dev.appmigrations.engine.shape.CastShape;
import dev.appmigrations.engine.shape.TableShape;
import dev.appmigrations.engine.sql.StatementTokens;
import dev.appmigrations.engine.sql.TokenType;
import dev.appmigrations.generate.Change.Draft;
import org.jspecify.annotations.Nullable;

/**
 * {@code add-column}: with a default that is the same for all rows it is one statement;
 * with one that is not, the rows that are there are filled in batches.
 */
final class AddColumn implements Generator {

	private static final String DEFAULT = "default";

	private static final String NOT_NULL = "not-null";

	private static final Set<String> SERIAL = Set.of("smallserial", "serial", "bigserial", "serial2", "serial4",
			"serial8");

	private static final Set<String> CONSTRAINTS = Set.of("default", "not", "null", "generated", "primary", "unique",
			"check", "references", "constraint");

	@Override
	public String name() {
		return "add-column";
	}

	@Override
	public String parameters() {
		return "TABLE.COLUMN TYPE";
	}

	@Override
	public String description() {
		return "Add a column without writing the table anew, also with a default that differs for each row.";
	}

	@Override
	public Set<String> options() {
		return Set.of(DEFAULT, NOT_NULL, Options.KEY, Options.PUBLISHED);
	}

	@Override
	public GeneratedMigrations generate(ChangeRequest request, Catalogue catalogue) {
		NameArgument.Column wanted = NameArgument.column(Arguments.get(this, request, 0));
		String type = Arguments.get(this, request, 1);
		TableShape table = Checks.table(catalogue, wanted.table());
		Checks.alone(table);
		Checks.free(table, wanted.name());
		String column = QuotedIdentifier.of(wanted.name());
		String value = request.option(DEFAULT);
		type(type);
		domain(catalogue, table, type);
		boolean notNull = request.has(NOT_NULL);
		if (notNull && value == null) {
			throw new RefusedChangeException("Rows that are there have no value for a column that is NOT NULL.",
					"Say one with --default; the release that runs leaves the column out, too.");
		}
		String add = "ALTER TABLE " + table.sql() + " ADD COLUMN " + column + " " + type;
		Publications.check(table, request, add);
		String words = table.name().name() + " " + wanted.name();
		FileText drop = new FileText().statement("ALTER TABLE " + table.sql() + " DROP COLUMN " + column);
		Change change = new Change(Arguments.title(this, request), request, "and leaves those before it as they are");
		boolean differs = value != null && catalogue.isVolatile(functions(value));
		FileText up = new FileText();
		Publications.allow(table, up);
		if (!differs) {
			up.statement(add + clause(value) + ((notNull) ? " NOT NULL" : ""));
			change.add(Draft.expand("add " + words, "adds " + wanted.name(), up, drop));
			return change.finish();
		}
		up.statement(add);
		up.statement("ALTER TABLE " + table.sql() + " ALTER COLUMN " + column + " SET DEFAULT " + value);
		long added = change
			.add(Draft.expand("add " + words, "adds " + wanted.name() + " with its default for new rows", up, drop));
		long filled = change
			.add(Draft.backfill("fill " + words, "fills " + wanted.name() + " in the rows that are there",
					new BackfillText(table, Checks.key(table, request)).update(column + " = " + value,
							column + " IS NULL", column + " IS NULL"),
					BackfillText.nothingToUndo("the column goes with the migration that added it")), added);
		if (notNull) {
			Names names = Names.of(table);
			FileText proof = new FileText().directive("allow-in-file",
					"constraint-before-drain the release that runs leaves the column out and gets the default");
			Proofs.notNull(table, wanted.name(), Versions.oldest(request, table), names, proof);
			FileText nullable = new FileText();
			Proofs.nullable(table, wanted.name(), nullable);
			change.add(Draft.expand("require " + words, "makes " + wanted.name() + " NOT NULL", proof, nullable),
					filled);
		}
		return change.finish();
	}

	/** Refuses what is more than a type: most of it would write the table anew. */
	private static void type(String type) {
		int depth = 0;
		StatementTokens tokens = StatementTokens.of(type);
		for (TokenType token = tokens.next(); token != null; token = tokens.next()) {
			depth += (token == TokenType.LEFT_PARENTHESIS) ? 1 : (token == TokenType.RIGHT_PARENTHESIS) ? -1 : 0;
			if (token == TokenType.IDENTIFIER && SERIAL.contains(tokens.lowerCase())) {
				throw new RefusedChangeException(type + " gives each row a number, and writes the table anew for that.",
						"Create a sequence, and say --" + DEFAULT + " \"nextval('its name')\" with an integer type.");
			}
			if (token == TokenType.IDENTIFIER && depth == 0 && CONSTRAINTS.contains(tokens.lowerCase())) {
				throw new RefusedChangeException(
						"'" + type + "' is more than a type: " + tokens.lowerCase().toUpperCase(Locale.ROOT)
								+ " is a constraint.",
						"Say --" + DEFAULT + " and --" + NOT_NULL
								+ ", and add constraints with operations of their own.");
			}
		}
	}

	private static void domain(Catalogue catalogue, TableShape table, String type) {
		CastShape cast = (table.columns().isEmpty() || Expressions.mentions(type, "collate")) ? null
				: catalogue.cast(table, table.columns().get(0).name(), type);
		if (cast != null && cast.domain()) {
			throw new RefusedChangeException("Type " + cast.type() + " is a domain.",
					"A column with a domain is added by writing the whole table: name the type that it is made of, and "
							+ "add a check.");
		}
	}

	private static String clause(@Nullable String value) {
		return (value != null) ? " DEFAULT " + value : "";
	}

	/** The names in front of parentheses. */
	private static List<String> functions(String expression) {
		List<String> names = new ArrayList<>();
		String last = "";
		StatementTokens tokens = StatementTokens.of(expression);
		for (TokenType type = tokens.next(); type != null; type = tokens.next()) {
			if (type == TokenType.LEFT_PARENTHESIS && !last.isEmpty()) {
				names.add(last);
			}
			last = switch (type) {
				case IDENTIFIER -> tokens.lowerCase();
				case QUOTED_IDENTIFIER ->
					expression.substring(tokens.start() + 1, tokens.end() - 1).replace("\"\"", "\"");
				default -> "";
			};
		}
		return names;
	}

}
