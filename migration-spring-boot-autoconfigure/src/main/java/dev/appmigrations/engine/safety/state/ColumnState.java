package dev.appmigrations.engine.safety.state;

import dev.appmigrations.engine.ddl.ColumnDefinition;
import dev.appmigrations.engine.ddl.Constraint;
import dev.appmigrations.engine.ddl.TypeName;
import dev.appmigrations.engine.safety.facts.ColumnFacts;
import dev.appmigrations.engine.sql.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * A column at one moment.
 *
 * @param name its name
 * @param type its type, {@code null} if it is unknown
 * @param typeText its type as a person writes it, empty if it is unknown
 * @param notNull whether it is {@code NOT NULL}
 * @param hasDefault whether an insertion may leave it out because of a default, an
 * identity or an expression
 * @param stored whether it is a stored generated column
 * @param virtual whether it is a virtual generated column
 * @param collation its collation, {@code null} for that of its type
 * @param isNew whether a pending migration adds it
 */
public record ColumnState(String name, @Nullable ColumnType type, String typeText, boolean notNull, boolean hasDefault,
		boolean stored, boolean virtual, @Nullable ObjectName collation, boolean isNew) {

	static ColumnState of(ColumnFacts facts) {
		return new ColumnState(facts.name(), ColumnType.of(facts), facts.type(), facts.notNull(),
				facts.defaultValue() != null || facts.generation() != ColumnFacts.Generation.NONE,
				facts.generation() == ColumnFacts.Generation.STORED,
				facts.generation() == ColumnFacts.Generation.VIRTUAL, facts.collation(), false);
	}

	static ColumnState of(ColumnDefinition column) {
		TypeName type = column.type();
		boolean serial = type != null && type.isSerial();
		boolean identity = column.has(Constraint.Identity.class);
		boolean primary = column.constraints(Constraint.Unique.class).stream().anyMatch(Constraint.Unique::primary);
		boolean stored = column.constraints(Constraint.Generated.class)
			.stream()
			.anyMatch((generated) -> generated.storage() == Constraint.Storage.STORED);
		boolean generated = column.has(Constraint.Generated.class);
		return new ColumnState(column.name(), (type != null) ? ColumnType.of(type) : null,
				(type != null) ? String.join(".", type.name().parts()) : "",
				serial || identity || primary || column.has(Constraint.NotNull.class),
				serial || identity || generated || column.has(Constraint.Default.class), stored, generated && !stored,
				column.collation(), true);
	}

	ColumnState settled() {
		return new ColumnState(this.name, this.type, this.typeText, this.notNull, this.hasDefault, this.stored,
				this.virtual, this.collation, false);
	}

	ColumnState withName(String other) {
		return new ColumnState(other, this.type, this.typeText, this.notNull, this.hasDefault, this.stored,
				this.virtual, this.collation, this.isNew);
	}

	ColumnState withType(TypeName other, @Nullable ObjectName otherCollation) {
		return new ColumnState(this.name, ColumnType.of(other), String.join(".", other.name().parts()), this.notNull,
				this.hasDefault, this.stored, this.virtual, otherCollation, this.isNew);
	}

	ColumnState withNotNull(boolean other) {
		return new ColumnState(this.name, this.type, this.typeText, other, this.hasDefault, this.stored, this.virtual,
				this.collation, this.isNew);
	}

	ColumnState withDefault(boolean other) {
		return new ColumnState(this.name, this.type, this.typeText, this.notNull, other, this.stored, this.virtual,
				this.collation, this.isNew);
	}

}
