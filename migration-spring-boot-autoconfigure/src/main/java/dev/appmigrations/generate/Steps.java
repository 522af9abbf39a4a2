package dev.appmigrations.generate;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import dev.appmigrations.engine.ddl.AlterTable;
import dev.appmigrations.engine.ddl.CreateIndex;
import dev.appmigrations.engine.ddl.DdlStatement;
import dev.appmigrations.engine.ddl.TableAction;
import dev.appmigrations.engine.safety.facts.SchemaFacts;
import dev.appmigrations.engine.safety.lock.StatementLocks;
import dev.appmigrations.engine.safety.state.SchemaState;
import dev.appmigrations.engine.sql.RangeTokens;
import dev.appmigrations.engine.sql.SqlStatement;
import dev.appmigrations.engine.sql.StatementReader;
import org.jspecify.annotations.Nullable;

/**
 * What the statements of generated migrations lock and read, one file after the other.
 */
public final class Steps {

	private final SchemaState schema;

	/**
	 * Begins before the first file.
	 * @param facts what is known of the database, {@code null} for nothing
	 */
	public Steps(@Nullable SchemaFacts facts) {
		this.schema = SchemaState.of(facts);
	}

	/**
	 * Goes through the next file.
	 * @param migration the migration
	 * @return its statements, without those that only begin and end transactions
	 */
	public List<Step> of(GeneratedMigration migration) {
		List<Step> steps = new ArrayList<>();
		try (StatementReader statements = StatementReader.of(new StringReader(migration.up()))) {
			for (SqlStatement statement = statements.next(); statement != null; statement = statements.next()) {
				if (!statement.kind().transactionControl()) {
					DdlStatement ddl = DdlStatement
						.of((migration.backfill()) ? RangeTokens.withParameters(statement.text()) : statement.text());
					steps.add(step(statement, ddl));
					this.schema.apply(ddl);
				}
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return steps;
	}

	private Step step(SqlStatement statement, DdlStatement ddl) {
		Set<Step.Lock> locks = new LinkedHashSet<>();
		StatementLocks.of(ddl, this.schema)
			.forEach((lock) -> locks.add(new Step.Lock(lock.relation().name().name(), lock.mode().sql())));
		return new Step(statement.position().line(), statement.text(), List.copyOf(locks), scans(ddl),
				StatementLocks.waitsForSnapshots(ddl));
	}

	private static List<String> scans(DdlStatement ddl) {
		if (ddl instanceof CreateIndex index) {
			return List.of(index.table().toString());
		}
		if (ddl instanceof AlterTable alter
				&& alter.actions().stream().anyMatch(TableAction.ValidateConstraint.class::isInstance)) {
			return List.of(alter.table().toString());
		}
		return List.of();
	}

}
