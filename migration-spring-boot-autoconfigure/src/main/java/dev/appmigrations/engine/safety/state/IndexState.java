package dev.appmigrations.engine.safety.state;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import dev.appmigrations.engine.ddl.CreateIndex;
import dev.appmigrations.engine.safety.facts.IndexFacts;
import org.jspecify.annotations.Nullable;

/**
 * An index at one moment.
 *
 * @param name its name
 * @param unique whether it is unique
 * @param valid whether it is valid
 * @param columns its key columns, {@code null} for an expression
 * @param partial whether it has a predicate
 * @param constraint the constraint that it belongs to, {@code null} where there is none
 * @param isNew whether a pending migration creates it
 */
public record IndexState(String name, boolean unique, boolean valid, List<@Nullable String> columns, boolean partial,
		@Nullable String constraint, boolean isNew) {

	public IndexState {
		columns = Collections.unmodifiableList(new ArrayList<>(columns));
	}

	static IndexState of(IndexFacts facts) {
		return new IndexState(facts.name(), facts.unique(), facts.valid(), facts.columns(), facts.predicate() != null,
				facts.constraint(), false);
	}

	static IndexState of(String name, CreateIndex index) {
		List<@Nullable String> columns = new ArrayList<>();
		index.elements().forEach((element) -> columns.add(element.column()));
		return new IndexState(name, index.unique(), true, columns, index.predicate() != null, null, true);
	}

	IndexState settled() {
		return new IndexState(this.name, this.unique, this.valid, this.columns, this.partial, this.constraint, false);
	}

	IndexState withName(String other) {
		return new IndexState(other, this.unique, this.valid, this.columns, this.partial, this.constraint, this.isNew);
	}

	IndexState of(String otherConstraint) {
		return new IndexState(otherConstraint, this.unique, this.valid, this.columns, this.partial, otherConstraint,
				this.isNew);
	}

}
