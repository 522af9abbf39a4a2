package dev.appmigrations.generate;

import java.util.ArrayList;
import java.util.List;

import dev.appmigrations.engine.shape.ConstraintShape;
import dev.appmigrations.engine.shape.IndexShape;
import dev.appmigrations.engine.shape.TableShape;
import org.jspecify.annotations.Nullable;

/**
 * The indexes of a column, and those that its replacement gets. Those that are unique
 * come last: with two equal unique indexes, the upserts of one release fail.
 */
final class CarriedIndexes {

	private final ReplacedColumn column;

	private final TableShape table;

	private final List<Carried> carried = new ArrayList<>();

	CarriedIndexes(ReplacedColumn column, Names names) {
		this.column = column;
		this.table = column.table();
		for (IndexShape index : this.table.indexes()) {
			if (index.columns().contains(column.old().name())) {
				this.carried.add(new Carried(index, names.beside(index.name(), column.old().name(), column.name()),
						rest(index)));
			}
		}
	}

	private String rest(IndexShape index) {
		return Expressions.replace(IndexText.rest(index), this.column.old().name(), this.column.sql());
	}

	boolean hasUnique() {
		return this.carried.stream().anyMatch((one) -> one.index().unique());
	}

	/** Adds the statements that build new indexes: the unique ones or the others. */
	void create(boolean unique, Names names, FileText file) {
		create(unique, true, names, file);
	}

	/** Adds the statements that build the new indexes that stand behind constraints. */
	void createConstrained(Names names, FileText file) {
		create(true, false, names, file);
	}

	private void create(boolean unique, boolean all, Names names, FileText file) {
		for (Carried one : this.carried) {
			if (one.index().unique() == unique && (all || one.index().constraint() != null)) {
				new IndexText(this.table, unique, one.rest()).create(one.name(), names, file);
				if (one.index().constraint() == null) {
					file.unit(Comments.onIndex(this.table, one.name(), one.index().comment()));
				}
			}
		}
	}

	/** Adds the statements that drop the new indexes: the unique ones or the others. */
	void dropNew(boolean unique, FileText file) {
		dropNew(unique, true, file);
	}

	/**
	 * Adds the statements that drop the new unique indexes, but for those behind
	 * constraints.
	 */
	void dropUnconstrained(FileText file) {
		dropNew(true, false, file);
	}

	private void dropNew(boolean unique, boolean all, FileText file) {
		for (Carried one : this.carried) {
			if (one.index().unique() == unique && (all || one.index().constraint() == null)) {
				file.statement(IndexText.drop(this.table, one.name()));
			}
		}
	}

	/**
	 * Adds the statements that drop the old indexes, but for those behind constraints.
	 */
	void dropOld(FileText file) {
		for (Carried one : this.carried) {
			if (one.index().constraint() == null) {
				file.statement(IndexText.drop(this.table, one.index().name()));
			}
		}
	}

	/**
	 * Adds the statements that build the old indexes again, but for those behind
	 * constraints.
	 */
	void createOld(FileText file) {
		for (Carried one : this.carried) {
			if (one.index().constraint() == null) {
				IndexText.restore(this.table, one.index(), file);
			}
		}
	}

	/** Returns the statements that make constraints of the new unique indexes. */
	List<String> constraints() {
		List<String> statements = new ArrayList<>();
		for (Carried one : this.carried) {
			ConstraintShape constraint = constraint(one.index());
			if (constraint != null) {
				statements.add(new IndexText(this.table, true, one.rest()).constraint(one.name(), "UNIQUE")
						+ ((constraint.definition().contains("DEFERRABLE INITIALLY DEFERRED"))
								? " DEFERRABLE INITIALLY DEFERRED" : (constraint.deferrable()) ? " DEFERRABLE" : ""));
				String comment = Comments.onConstraint(this.table.sql(), one.name(), constraint.comment());
				if (comment != null) {
					statements.add(comment);
				}
			}
		}
		return statements;
	}

	/**
	 * Adds the statements that drop the constraints of the new column, and their indexes
	 * with them.
	 */
	void dropConstraints(FileText file) {
		for (Carried one : this.carried) {
			if (constraint(one.index()) != null) {
				file.unit(Constraints.drop(this.table.sql(), one.name()));
			}
		}
	}

	private @Nullable ConstraintShape constraint(IndexShape index) {
		return this.table.constraints()
			.stream()
			.filter((constraint) -> constraint.own() && constraint.name().equals(index.constraint()))
			.findFirst()
			.orElse(null);
	}

	/**
	 * An index, the name of the new one, and what stands behind the table's name.
	 */
	private record Carried(IndexShape index, String name, String rest) {

	}

}
