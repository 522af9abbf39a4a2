package dev.appmigrations.generate;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import dev.appmigrations.engine.shape.ColumnShape;
import dev.appmigrations.engine.shape.ConstraintShape;
import dev.appmigrations.engine.shape.ConstraintShape.Kind;
import dev.appmigrations.engine.shape.DependentShape;
import dev.appmigrations.engine.shape.IndexShape;
import dev.appmigrations.engine.shape.TableShape;
import dev.appmigrations.generate.Change.Draft;

/**
 * {@code drop-column}: first nobody has to write it, then, when no release uses it and a
 * day has passed, it goes.
 */
final class DropColumn implements Generator {

	private static final String SOAK = "24h";

	@Override
	public String name() {
		return "drop-column";
	}

	@Override
	public String parameters() {
		return "TABLE.COLUMN";
	}

	@Override
	public String description() {
		return "Drop a column, when no release has used it for a day.";
	}

	@Override
	public Set<String> options() {
		return Set.of();
	}

	@Override
	public GeneratedMigrations generate(ChangeRequest request, Catalogue catalogue) {
		NameArgument.Column wanted = NameArgument.column(Arguments.get(this, request, 0));
		TableShape table = Checks.table(catalogue, wanted.table());
		ColumnShape column = Checks.column(table, wanted.name());
		Checks.alone(table);
		check(table, column);
		Change change = new Change(Arguments.title(this, request), request, "which uses " + column.name() + " no more");
		String alter = "ALTER TABLE " + table.sql();
		String words = table.name().name() + " " + column.name();
		Long[] before = new Long[0];
		if (column.notNull() && column.defaultExpression() == null && !column.identity()) {
			before = new Long[] { change.add(Draft.expand("release " + words,
					"lets rows have no " + column.name() + ", since the new release does not write it",
					new FileText().statement(alter + " ALTER COLUMN " + column.sql() + " DROP NOT NULL"),
					new FileText().statement(alter + " ALTER COLUMN " + column.sql() + " SET NOT NULL"))) };
		}
		boolean nullable = before.length > 0;
		change.add(Draft
			.drained("drop " + words, "drops " + column.name(), up(table, column), down(table, column, nullable))
			.after(SOAK), before);
		change.note("Its rollback brings the column back, without its values.");
		return change.finish();
	}

	private static void check(TableShape table, ColumnShape column) {
		if (table.partitions().key().contains(column.name())) {
			throw new RefusedChangeException("Table " + table.sql() + " is partitioned by " + column.name() + ".",
					"Make another table.");
		}
		for (DependentShape dependent : table.dependents()) {
			if (dependent.kind() == DependentShape.Kind.GENERATED_COLUMN && column.name().equals(dependent.column())) {
				throw new RefusedChangeException("Column " + column.name() + " is what the generated column "
						+ dependent.name() + " is made of.", "Drop the generated column first.");
			}
		}
		for (IndexShape index : table.indexes()) {
			if (index.identity() && index.columns().contains(column.name())) {
				throw new RefusedChangeException(
						"Index " + index.name() + ", the replica identity of " + table.sql() + ", needs the column.",
						"Choose another replica identity first.");
			}
		}
		for (ConstraintShape constraint : table.constraints()) {
			if (constraint.kind() == Kind.FOREIGN_KEY && table.name().equals(constraint.referenced())
					&& constraint.referencedColumns().contains(column.name())) {
				throw new RefusedChangeException(
						"Foreign key " + constraint.name() + " of " + constraint.table() + " refers to the column.",
						"Drop the foreign key first.");
			}
		}
		if (table.primaryKey().contains(column.name())) {
			throw new RefusedChangeException("Column " + column.name() + " is in the primary key.",
					"Give the table another key first.");
		}
	}

	private static boolean concerns(ConstraintShape constraint, ColumnShape column) {
		return constraint.own() && constraint.columns().contains(column.name()) && constraint.kind() != Kind.NOT_NULL;
	}

	private static FileText up(TableShape table, ColumnShape column) {
		FileText up = new FileText();
		String alter = "ALTER TABLE " + table.sql();
		Decisions.dropped(table, column, up);
		table.indexes()
			.stream()
			.filter((index) -> index.columns().contains(column.name()) && index.constraint() == null)
			.forEach((index) -> up.statement(IndexText.drop(table, index.name())));
		table.constraints()
			.stream()
			.filter((constraint) -> concerns(constraint, column) && constraint.kind() == Kind.FOREIGN_KEY)
			.forEach((constraint) -> up.unit(ForeignKeys.drop(table.sql(), constraint.name())));
		up.unit(LeftoverGuard.statement(table, column.name()), alter + " DROP COLUMN " + column.sql());
		return up;
	}

	private static FileText down(TableShape table, ColumnShape column, boolean nullable) {
		FileText down = new FileText();
		String alter = "ALTER TABLE " + table.sql();
		List<String> statements = new ArrayList<>(new ColumnStatements(table, column).create(column.name(),
				column.type(), (column.collation() != null) ? " COLLATE " + column.collation() : "", true));
		String value = column.defaultExpression();
		if (value != null && !column.generated()) {
			if (column.notNull() && !nullable) {
				// an old row gets the default
				statements.set(0, statements.get(0) + " DEFAULT " + value + " NOT NULL");
			}
			else {
				statements.add(alter + " ALTER COLUMN " + column.sql() + " SET DEFAULT " + value);
			}
		}
		else if (column.generated()) {
			statements.set(0, statements.get(0) + " GENERATED ALWAYS AS (" + value + ") STORED");
		}
		statements.forEach(down::statement);
		for (ConstraintShape constraint : table.constraints()) {
			if (concerns(constraint, column)) {
				down.statement(Constraints.restored(table.sql(), constraint))
					.statement(Comments.onConstraint(table.sql(), constraint.name(), constraint.comment()));
			}
		}
		table.indexes()
			.stream()
			.filter((index) -> index.columns().contains(column.name()) && index.constraint() == null)
			.forEach((index) -> IndexText.restore(table, index, down));
		table.statistics(column.name()).forEach((statistics) -> down.statement(statistics.definition()));
		return down;
	}

}
