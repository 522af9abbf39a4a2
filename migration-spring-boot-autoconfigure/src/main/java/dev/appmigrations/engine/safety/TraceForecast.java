package dev.appmigrations.engine.safety;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;

import dev.appmigrations.engine.safety.facts.RelationFacts;
import dev.appmigrations.engine.safety.rule.Effect;
import dev.appmigrations.engine.safety.trace.ObjectTrace;
import dev.appmigrations.engine.safety.trace.StatementTrace;
import dev.appmigrations.engine.sql.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * Predicts from what a statement did on a scratch database how long it takes on the
 * database itself. What a rewrite reads and builds is part of it.
 */
public final class TraceForecast {

	private static final int MILLIS = 1000;

	private final Function<ObjectName, @Nullable RelationFacts> tables;

	/**
	 * Creates a forecast.
	 * @param tables finds what is known of a table of the database itself
	 */
	public TraceForecast(Function<ObjectName, @Nullable RelationFacts> tables) {
		this.tables = tables;
	}

	/**
	 * Predicts.
	 * @param statement what it did
	 * @return how long that takes once it has its locks; {@code null} if the size of a
	 * table is not known
	 */
	public @Nullable Duration of(StatementTrace statement) {
		List<ObjectTrace> rewrites = statement.rewrites();
		double seconds = 0;
		for (ObjectTrace table : rewrites) {
			seconds += seconds(Effect.REWRITE, table.name());
		}
		for (ObjectTrace index : statement.indexBuilds()) {
			if (index.table() != null && !has(rewrites, index.table())) {
				seconds += seconds(Effect.INDEX_BUILD, index.table());
			}
		}
		for (ObjectTrace table : statement.scans()) {
			boolean built = statement.indexBuilds().stream().anyMatch((index) -> table.name().equals(index.table()));
			if (!built && !has(rewrites, table.name())) {
				seconds += seconds(Effect.SCAN, table.name());
			}
		}
		return (Double.isNaN(seconds)) ? null : Duration.ofMillis(Math.round(seconds * MILLIS));
	}

	private static boolean has(List<ObjectTrace> tables, ObjectName name) {
		return tables.stream().anyMatch((table) -> table.name().equals(name));
	}

	private double seconds(Effect effect, ObjectName table) {
		RelationFacts facts = this.tables.apply(table);
		return (facts != null && facts.bytes() >= 0 && facts.indexBytes() >= 0) ? Severity.seconds(effect, facts)
				: Double.NaN;
	}

}
