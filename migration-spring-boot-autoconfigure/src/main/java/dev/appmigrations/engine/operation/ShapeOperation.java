package dev.appmigrations.engine.operation;

import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.run.RunContext;
import dev.appmigrations.engine.shape.ShapeReader;
import dev.appmigrations.engine.shape.TableShape;
import dev.appmigrations.engine.sql.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * Reads the shape of a table. Takes no lock of the migrations, reads no script and no row
 * of the history, and writes nothing.
 */
final class ShapeOperation {

	private final RunContext context;

	private final ObjectName name;

	ShapeOperation(RunContext context, ObjectName name) {
		this.context = context;
		this.name = name;
	}

	/**
	 * Runs it.
	 * @return the table, {@code null} if there is none
	 * @throws MigrationException if there is no connection
	 */
	@Nullable TableShape run() {
		try (Session session = this.context.sessions().openNow()) {
			return new ShapeReader(session, this.context.options().history().schema()).read(this.name);
		}
	}

	/**
	 * Reads the table that an index belongs to.
	 * @return the table, {@code null} if there is no such index
	 * @throws MigrationException if there is no connection
	 */
	@Nullable TableShape ofIndex() {
		try (Session session = this.context.sessions().openNow()) {
			return new ShapeReader(session, this.context.options().history().schema()).ofIndex(this.name);
		}
	}

}
