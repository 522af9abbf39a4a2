package dev.appmigrations.engine.safety.state;

import java.util.List;

import dev.appmigrations.engine.safety.facts.ConstraintFacts;
import dev.appmigrations.engine.sql.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * A constraint at one moment.
 *
 * @param name its name; one that the server chooses is guessed as the server does it
 * @param kind its kind
 * @param columns the columns of its table
 * @param condition the condition of a check, empty for other kinds
 * @param validated whether all rows are known to satisfy it
 * @param referenced the table that a foreign key refers to, {@code null} for other kinds
 * @param isNew whether a pending migration adds it
 */
public record ConstraintState(String name, ConstraintFacts.Kind kind, List<String> columns, String condition,
		boolean validated, @Nullable ObjectName referenced, boolean isNew) {

	public ConstraintState {
		columns = List.copyOf(columns);
	}

	static ConstraintState of(ConstraintFacts facts) {
		String definition = facts.definition();
		int start = definition.indexOf('(');
		int end = definition.lastIndexOf(')');
		String condition = (facts.kind() == ConstraintFacts.Kind.CHECK && start >= 0 && end > start)
				? definition.substring(start + 1, end) : "";
		return new ConstraintState(facts.name(), facts.kind(), facts.columns(), condition, facts.validated(),
				facts.referenced(), false);
	}

	ConstraintState validatedNow() {
		return new ConstraintState(this.name, this.kind, this.columns, this.condition, true, this.referenced,
				this.isNew);
	}

	ConstraintState settled() {
		return new ConstraintState(this.name, this.kind, this.columns, this.condition, this.validated, this.referenced,
				false);
	}

	ConstraintState withName(String other) {
		return new ConstraintState(other, this.kind, this.columns, this.condition, this.validated, this.referenced,
				this.isNew);
	}

	/**
	 * Tells whether the constraint, where it is valid, proves that a column is not null,
	 * so that {@code SET NOT NULL} does not scan. Only the forms that people write are
	 * recognised: {@code c IS NOT NULL}, alone or joined to others with {@code AND}.
	 * @param column the column
	 * @return whether it proves it
	 */
	public boolean proves(String column) {
		return switch (this.kind) {
			case NOT_NULL, PRIMARY_KEY -> this.columns.contains(column);
			case CHECK -> NullProof.of(this.condition, column);
			default -> false;
		};
	}

}
