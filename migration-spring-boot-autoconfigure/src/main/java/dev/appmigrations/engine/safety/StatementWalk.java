package dev.appmigrations.engine.safety;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;

import dev.appmigrations.engine.ddl.DdlStatement;
import dev.appmigrations.engine.migration.Unit;
import dev.appmigrations.engine.safety.state.SchemaState;
import dev.appmigrations.engine.script.Placeholders;
import dev.appmigrations.engine.sql.RangeTokens;
import dev.appmigrations.engine.sql.SqlStatement;
import dev.appmigrations.engine.sql.StatementKind;
import dev.appmigrations.engine.sql.StatementReader;
import org.jspecify.annotations.Nullable;

/**
 * Goes through the statements of scripts in the order in which they run, with the schema
 * as it is before each of them. Judges nothing.
 */
public final class StatementWalk {

	private final SchemaState schema;

	private final Placeholders placeholders;

	/**
	 * Creates a walk.
	 * @param schema the schema before the first statement; it is advanced
	 * @param placeholders what is replaced in scripts
	 */
	public StatementWalk(SchemaState schema, Placeholders placeholders) {
		this.schema = schema;
		this.placeholders = placeholders;
	}

	/**
	 * Goes through one script.
	 * @param script the script
	 * @param visitor receives its statements
	 * @throws UncheckedIOException if the script cannot be read
	 */
	public void walk(LintedScript script, Visitor visitor) {
		try (Reader text = this.placeholders.reader(script.part().script());
				StatementReader statements = StatementReader.of(text)) {
			for (long i = 0; i < script.part().statementsBefore(); i++) {
				next(statements);
			}
			for (Unit unit : script.part().units()) {
				for (long i = 0; i < unit.statements(); i++) {
					visit(statements, unit, script.backfill() != null, visitor);
				}
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void visit(StatementReader statements, Unit unit, boolean batches, Visitor visitor) throws IOException {
		SqlStatement statement = next(statements);
		if (statement != null && !statement.kind().transactionControl()) {
			DdlStatement ddl = DdlStatement
				.of((batches) ? RangeTokens.withParameters(statement.text()) : statement.text());
			visitor.visit(statement, ddl, unit, this.schema);
			this.schema.apply(ddl);
		}
	}

	private static @Nullable SqlStatement next(StatementReader statements) throws IOException {
		SqlStatement statement = statements.next();
		if (statement != null && statement.kind() == StatementKind.COPY_FROM_STDIN) {
			statements.copyData().close();
		}
		return statement;
	}

	/**
	 * Receives statements.
	 */
	@FunctionalInterface
	public interface Visitor {

		/**
		 * Receives a statement, but for those that only control the transaction.
		 * @param statement the statement
		 * @param ddl what it does
		 * @param unit the unit that it belongs to
		 * @param schema the schema before it
		 */
		void visit(SqlStatement statement, DdlStatement ddl, Unit unit, SchemaState schema);

	}

}
