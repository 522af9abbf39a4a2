package dev.appmigrations.generate;

import dev.appmigrations.engine.shape.ColumnShape;
import dev.appmigrations.engine.shape.ConstraintShape;
import dev.appmigrations.engine.shape.ConstraintShape.Kind;
import dev.appmigrations.engine.shape.DependentShape;
import dev.appmigrations.engine.shape.IndexShape;
import dev.appmigrations.engine.shape.TableShape;

/**
 * The reasons why a column cannot get a replacement: what would be lost, or would stop
 * the application while it is made.
 */
final class ReplacementChecks {

	private static final int FOREIGN_KEYS_OF_PARTITIONED = 18;

	private final TableShape table;

	private final ColumnShape column;

	ReplacementChecks(TableShape table, ColumnShape column) {
		this.table = table;
		this.column = column;
	}

	void check(CarriedConstraints constraints, CarriedIndexes indexes, int oldestServer) {
		Checks.alone(this.table);
		refuse(this.table.partitions().key().contains(this.column.name()),
				"is in the key by which the table is partitioned", "Rows would have to move: make another table.");
		refuse(this.column.generated(), "is generated", "Add the new column as a generated one by hand.");
		refuse(this.column.identity() || this.column.ownsSequence(), "takes its values from a sequence of its own",
				"A key that others refer to cannot move step by step with this operation.");
		refuse(this.table.primaryKey().contains(this.column.name()), "is in the primary key",
				"A key that others refer to cannot move step by step with this operation.");
		refuse(this.column.traits().domain(), "has a domain as its type",
				"A column with a domain is added by writing the whole table: do it by hand, with the type that the "
						+ "domain is made of.");
		for (IndexShape index : this.table.indexes()) {
			refuse(index.identity() && index.columns().contains(this.column.name()), "is in the replica identity",
					"Choose another replica identity first.");
		}
		for (ConstraintShape constraint : this.table.constraints()) {
			refuse(constraint.kind() == Kind.EXCLUSION && constraint.own()
					&& constraint.columns().contains(this.column.name()),
					"is in the exclusion constraint " + constraint.name() + ", which cannot be added online",
					"Drop the constraint first, or do this while the application is down.");
		}
		for (DependentShape dependent : this.table.dependents()) {
			refuse(dependent.kind() == DependentShape.Kind.GENERATED_COLUMN
					&& this.column.name().equals(dependent.column()),
					"is what the generated column " + dependent.name() + " is made of",
					"A generated column is made anew by writing the whole table: do it by hand.");
		}
		boolean partitioned = this.table.kind() == TableShape.Kind.PARTITIONED_TABLE;
		refuse(partitioned && indexes.hasUnique(), "is in a unique index of a partitioned table",
				"Such a constraint cannot be made of an index that is there: do it by hand.");
		refuse(oldestServer < FOREIGN_KEYS_OF_PARTITIONED
				&& constraints.foreignKeys().stream().anyMatch(ConstraintShape::partitioned),
				"has a foreign key of a partitioned table",
				"Before PostgreSQL 18 it cannot be added without its proof: do it by hand, for each partition.");
	}

	private void refuse(boolean reason, String problem, String action) {
		if (reason) {
			throw new RefusedChangeException(
					"Column " + this.table.sql() + "." + this.column.sql() + " " + problem + ".", action);
		}
	}

}
