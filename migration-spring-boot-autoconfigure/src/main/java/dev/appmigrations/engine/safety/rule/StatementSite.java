package dev.appmigrations.engine.safety.rule;

import java.util.List;

import dev.appmigrations.engine.ddl.AlterTable;
import dev.appmigrations.engine.ddl.DdlStatement;
import dev.appmigrations.engine.ddl.Expression;
import dev.appmigrations.engine.ddl.ObjectType;
import dev.appmigrations.engine.safety.state.SchemaState;
import dev.appmigrations.engine.safety.state.TableState;
import dev.appmigrations.engine.sql.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * A statement, and what is known where it stands.
 *
 * @param statement what it does
 * @param text its text
 * @param schema the schema before it
 * @param transaction what its transaction has done before it
 * @param following the statements behind it in its transaction
 * @param circumstances what holds for the whole migration
 * @param first whether it is the first of its script
 * @param rows how many rows it changes by the server's estimate, if those are many;
 * {@code null} if they are few or nobody has asked
 */
public record StatementSite(DdlStatement statement, String text, SchemaState schema, TransactionState transaction,
		List<DdlStatement> following, Circumstances circumstances, boolean first, @Nullable Long rows) {

	/**
	 * Returns the statement if it alters a table.
	 * @return the statement, {@code null} if it does something else
	 */
	@Nullable AlterTable alterTable() {
		return (this.statement instanceof AlterTable alter
				&& (alter.type() == ObjectType.TABLE || alter.type() == ObjectType.FOREIGN_TABLE)) ? alter : null;
	}

	boolean isFirst() {
		return this.first;
	}

	TableState table(ObjectName name) {
		return this.schema.table(name);
	}

	/**
	 * Tells whether an expression may have another value for each row.
	 * @param expression the expression
	 * @return what is known of the functions that it calls
	 */
	Volatilities volatilities(Expression expression) {
		return Volatilities.of(expression, this.schema);
	}

	boolean isAtLeast(int major) {
		return this.circumstances.isAtLeast(major);
	}

}
