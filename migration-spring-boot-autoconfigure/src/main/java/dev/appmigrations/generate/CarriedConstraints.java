package dev.appmigrations.generate;

import java.util.ArrayList;
import java.util.List;

import dev.appmigrations.engine.ddl.QuotedIdentifier;
import dev.appmigrations.engine.shape.ConstraintShape;
import dev.appmigrations.engine.shape.ConstraintShape.Kind;
import dev.appmigrations.engine.shape.TableShape;

/**
 * The checks and foreign keys of a column, the foreign keys that refer to it, and those
 * that its replacement gets.
 */
final class CarriedConstraints {

	private static final String REFERENCES = "references";

	private final ReplacedColumn column;

	private final TableShape table;

	/** Its own, with their new names. */
	private final List<Carried> own = new ArrayList<>();

	/** Those of other tables, and those of its own that refer to it. */
	private final List<Carried> referring = new ArrayList<>();

	CarriedConstraints(ReplacedColumn column, Names names) {
		this.column = column;
		this.table = column.table();
		String old = column.old().name();
		for (ConstraintShape constraint : this.table.constraints()) {
			boolean named = constraint.own() && constraint.columns().contains(old);
			boolean referred = constraint.kind() == Kind.FOREIGN_KEY
					&& this.table.name().equals(constraint.referenced())
					&& constraint.referencedColumns().contains(old);
			if ((named && (constraint.kind() == Kind.CHECK || constraint.kind() == Kind.FOREIGN_KEY)) || referred) {
				Carried carried = new Carried(constraint, names.beside(constraint.name(), old, column.name()),
						definition(constraint, named, referred));
				(referred ? this.referring : this.own).add(carried);
			}
		}
	}

	private String definition(ConstraintShape constraint, boolean named, boolean referred) {
		String definition = constraint.definition().replaceAll(" NOT VALID$", "");
		if (constraint.kind() == Kind.CHECK) {
			return Expressions.replace(definition, this.column.old().name(), this.column.sql());
		}
		String target = Expressions.from(definition, REFERENCES);
		String list = definition.substring(0, definition.length() - target.length());
		if (named) {
			list = Expressions.replace(list, this.column.old().name(), this.column.sql());
		}
		if (referred) {
			int open = target.indexOf('(', target.indexOf(QuotedIdentifier.of(this.table.name().name())));
			target = target.substring(0, open)
					+ Expressions.replace(target.substring(open), this.column.old().name(), this.column.sql());
		}
		return list + target;
	}

	/** Returns the foreign keys in both directions. */
	List<ConstraintShape> foreignKeys() {
		List<ConstraintShape> keys = new ArrayList<>();
		this.own.forEach((one) -> keys.add(one.constraint()));
		this.referring.forEach((one) -> keys.add(one.constraint()));
		keys.removeIf((one) -> one.kind() != Kind.FOREIGN_KEY);
		return keys;
	}

	/** Adds what gives the new column its own constraints, each proven. */
	void create(FileText file) {
		this.own.forEach((one) -> add(this.table.sql(), one, file));
	}

	/** Adds what takes them away. */
	void drop(FileText file) {
		this.own.forEach((one) -> file.unit(drop(this.table.sql(), one.constraint(), one.name())));
	}

	/** Adds what makes others refer to the new column, and to the old one no more. */
	void refer(FileText file) {
		for (Carried one : this.referring) {
			String home = this.table.sql(one.constraint().table());
			add(home, one, file);
			file.unit(ForeignKeys.drop(home, one.constraint().name()));
		}
	}

	/** Adds what takes the references to the new column away. */
	void unrefer(FileText file) {
		this.referring
			.forEach((one) -> file.unit(ForeignKeys.drop(this.table.sql(one.constraint().table()), one.name())));
	}

	/**
	 * Adds what takes the foreign keys of the old column away: with it, they would lock
	 * other tables.
	 */
	void dropOldKeys(FileText file) {
		this.own.stream()
			.filter((one) -> one.constraint().kind() == Kind.FOREIGN_KEY)
			.forEach((one) -> file.unit(ForeignKeys.drop(this.table.sql(), one.constraint().name())));
	}

	/** Adds what makes others refer to the old column again. */
	void referOld(FileText file) {
		this.referring.forEach((one) -> restore(this.table.sql(one.constraint().table()), one.constraint(), file));
	}

	/** Adds the constraints of the old column. */
	void createOld(FileText file) {
		this.own.forEach((one) -> restore(this.table.sql(), one.constraint(), file));
	}

	private static void restore(String home, ConstraintShape constraint, FileText file) {
		file.unit(Constraints.restored(home, constraint))
			.unit(Comments.onConstraint(home, constraint.name(), constraint.comment()));
	}

	private static void add(String home, Carried one, FileText file) {
		ConstraintShape constraint = one.constraint();
		String add = Constraints.notValid(home, one.name(), one.definition());
		file.unit((constraint.kind() == Kind.FOREIGN_KEY) ? ForeignKeys.add(home, add) : List.of(add));
		if (constraint.validated()) {
			Proofs.validate(home, one.name(), file);
		}
		file.unit(Comments.onConstraint(home, one.name(), constraint.comment()));
	}

	private static List<String> drop(String home, ConstraintShape constraint, String name) {
		return (constraint.kind() == Kind.FOREIGN_KEY) ? ForeignKeys.drop(home, name)
				: List.of(Constraints.drop(home, name));
	}

	/**
	 * A constraint, the name of the new one, and its definition.
	 */
	private record Carried(ConstraintShape constraint, String name, String definition) {

	}

}
