package dev.appmigrations.generate;

import java.util.Set;

import dev.appmigrations.engine.ddl.QuotedIdentifier;
import dev.appmigrations.engine.shape.CastShape;
import dev.appmigrations.engine.shape.CastShape.Way;
import dev.appmigrations.engine.shape.ColumnShape;
import dev.appmigrations.engine.shape.TableShape;
import org.jspecify.annotations.Nullable;

/**
 * {@code change-type}: a new column of the other type, which a trigger keeps in step. It
 * has another name, because both releases use their own.
 */
final class ChangeType implements Generator {

	private static final String TO = "to";

	private static final String USING = "using";

	private static final String BACK = "back";

	@Override
	public String name() {
		return "change-type";
	}

	@Override
	public String parameters() {
		return "TABLE.COLUMN TYPE";
	}

	@Override
	public String description() {
		return "Give a column another type, under a new name (--to), while releases that use the old and the new one "
				+ "run.";
	}

	@Override
	public Set<String> options() {
		return Set.of(TO, USING, BACK, Options.KEY, Options.PUBLISHED, Options.UNIQUE_NOW);
	}

	@Override
	public GeneratedMigrations generate(ChangeRequest request, Catalogue catalogue) {
		NameArgument.Column wanted = NameArgument.column(Arguments.get(this, request, 0));
		TableShape table = Checks.table(catalogue, wanted.table());
		ColumnShape old = Checks.column(table, wanted.name());
		String to = request.option(TO);
		if (to == null) {
			throw new RefusedChangeException(
					"The new column needs a name of its own, because both releases use theirs.",
					"Say it with --to, for example --to " + old.name() + "_new.");
		}
		String name = NameArgument.simple(to);
		Checks.free(table, name);
		String type = Arguments.get(this, request, 1);
		CastShape cast = catalogue.cast(table, old.name(), type);
		if (cast == null) {
			throw new RefusedChangeException("There is no type " + type + ".", "Write it as in a statement.");
		}
		if (cast.domain()) {
			throw new RefusedChangeException("Type " + cast.type() + " is a domain.",
					"A column with a domain is added by writing the whole table: name the type that it is made of, and "
							+ "add a check.");
		}
		String using = expression(request.option(USING), old.name(), cast.forward(), cast.type(),
				old.type() + " to " + cast.type(), USING);
		String back = expression(request.option(BACK), name, cast.back(), old.type(), cast.type() + " to " + old.type(),
				BACK);
		ReplacedColumn column = new ReplacedColumn(table, old, name, cast.type(), cast.equalImage(), using, back);
		return new ColumnReplacement(column, request).generate(name() + " " + table.sql() + "." + old.sql() + " "
				+ cast.type() + " --to " + QuotedIdentifier.of(name));
	}

	private static String expression(@Nullable String given, String column, Way way, String type, String words,
			String option) {
		if (given != null) {
			String replaced = Expressions.replace(given.replace("%", "%%"), column, "%s");
			if (!Expressions.names(given, column)) {
				throw new RefusedChangeException("--" + option + " " + given + " does not name " + column + ".",
						"Write an expression over " + QuotedIdentifier.of(column) + ".");
			}
			return replaced.replace("%%", "%");
		}
		return switch (way) {
			case BINARY, IMMUTABLE -> "CAST(%s AS " + type + ")";
			case DEPENDENT -> throw new RefusedChangeException(
					"What the cast from " + words + " makes of a value depends on the session: on its time zone, for "
							+ "example.",
					"Say what is meant with --" + option + ", for example --" + option + " \""
							+ QuotedIdentifier.of(column) + " AT TIME ZONE 'UTC'\".");
			case NONE -> throw new RefusedChangeException("There is no cast from " + words + ".",
					"Say how a value is converted with --" + option + ".");
		};
	}

}
