package dev.appmigrations.engine.safety;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.appmigrations.engine.safety.trace.MigrationTrace;
import dev.appmigrations.engine.safety.trace.ObjectTrace;
import dev.appmigrations.engine.safety.trace.StatementTrace;
import dev.appmigrations.engine.safety.trace.UnitTrace;
import dev.appmigrations.engine.sql.ObjectName;
import dev.appmigrations.engine.sql.SourcePosition;
import org.jspecify.annotations.Nullable;

/**
 * What statements did on a scratch database, by where they stand.
 *
 * @param statements by the name of a migration, and by the offset of a statement
 */
public record StatementTraces(Map<String, Map<Long, StatementTrace>> statements) {

	/** Nothing was traced. */
	public static final StatementTraces NONE = new StatementTraces(Map.of());

	public StatementTraces {
		statements = Map.copyOf(statements);
	}

	/**
	 * Collects the statements of migrations.
	 * @param migrations what migrations did
	 * @return their statements
	 */
	public static StatementTraces of(List<MigrationTrace> migrations) {
		Map<String, Map<Long, StatementTrace>> all = new HashMap<>();
		for (MigrationTrace migration : migrations) {
			Map<Long, StatementTrace> statements = new HashMap<>();
			for (UnitTrace unit : migration.units()) {
				unit.statements().forEach((statement) -> statements.put(statement.position().offset(), statement));
			}
			all.put(migration.name(), statements);
		}
		return new StatementTraces(all);
	}

	/**
	 * Returns what a statement did.
	 * @param migration the name of the migration
	 * @param position where the statement begins
	 * @return its trace, {@code null} if there is none
	 */
	@Nullable StatementTrace of(String migration, SourcePosition position) {
		return this.statements.getOrDefault(migration, Map.of()).get(position.offset());
	}

	/**
	 * Returns the relations that were read, written or dropped, which scripts need not
	 * name.
	 * @return names that are qualified with their schemas
	 */
	public List<ObjectName> names() {
		Set<ObjectName> names = new LinkedHashSet<>();
		for (Map<Long, StatementTrace> migration : this.statements.values()) {
			for (StatementTrace statement : migration.values()) {
				List<ObjectTrace> objects = new ArrayList<>(statement.rewrites());
				objects.addAll(statement.scans());
				objects.addAll(statement.indexBuilds());
				objects.addAll(statement.dropped());
				for (ObjectTrace object : objects) {
					names.add((object.table() != null) ? object.table() : object.name());
				}
			}
		}
		return List.copyOf(names);
	}

}
