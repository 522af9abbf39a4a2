package dev.appmigrations.engine.safety.state;

import java.util.List;

import dev.appmigrations.engine.ddl.Constraint;
import dev.appmigrations.engine.ddl.CreateIndex;

/**
 * The names that the server chooses (see PostgreSQL:
 * {@code src/backend/commands/indexcmds.c}, {@code ChooseIndexName}, and
 * {@code ChooseConstraintName}). Names that are cut or have a number behind them, because
 * there is another of that name, are not guessed.
 */
final class ConstraintNames {

	private ConstraintNames() {
	}

	static String of(TableState table, Constraint constraint) {
		String name = constraint.attributes().name();
		if (name != null) {
			return name;
		}
		String relation = table.name().name();
		if (constraint instanceof Constraint.Unique unique) {
			return (unique.primary()) ? relation + "_pkey" : join(relation, unique.columns(), "key");
		}
		if (constraint instanceof Constraint.ForeignKey key) {
			return join(relation, key.columns(), "fkey");
		}
		if (constraint instanceof Constraint.NotNull notNull) {
			return join(relation, List.of(notNull.column()), "not_null");
		}
		if (constraint instanceof Constraint.Check check && check.condition().columns().size() == 1) {
			return join(relation, List.of(check.condition().columns().get(0).name()), "check");
		}
		return join(relation, List.of(), (constraint instanceof Constraint.Exclusion) ? "excl" : "check");
	}

	static String ofIndex(TableState table, CreateIndex index) {
		List<String> columns = index.elements()
			.stream()
			.map((element) -> (element.column() != null) ? element.column() : "expr")
			.toList();
		return join(table.name().name(), columns, "idx");
	}

	private static String join(String relation, List<String> columns, String label) {
		StringBuilder name = new StringBuilder(relation);
		columns.forEach((column) -> name.append('_').append(column));
		return name.append('_').append(label).toString();
	}

}
