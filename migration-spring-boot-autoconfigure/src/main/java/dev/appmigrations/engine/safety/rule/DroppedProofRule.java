package dev.appmigrations.engine.safety.rule;

import java.util.List;
import java.util.function.Consumer;

import dev.appmigrations.engine.ddl.TableAction;
import dev.appmigrations.engine.safety.state.ColumnState;
import dev.appmigrations.engine.safety.state.TableState;

/**
 * {@code SET NOT NULL} and the {@code DROP CONSTRAINT} of its proof in one statement.
 */
record DroppedProofRule() implements TableActionRule<TableAction.SetNotNull> {

	@Override
	public String id() {
		return "set-not-null-drops-its-proof";
	}

	@Override
	public Harm harm() {
		return Harm.OFFLINE;
	}

	@Override
	public String explanation() {
		return """
				Within one ALTER TABLE, constraints are dropped before NOT NULL is set. What proves that
				no row is null is gone by then, so that all rows are read while nobody can read or write.
				As two statements, in one transaction or not, nothing is read.""";
	}

	@Override
	public Example example() {
		return Example.of("""
				CREATE TABLE users (id bigint PRIMARY KEY, email text);
				INSERT INTO users VALUES (1, 'a@b.c');
				ALTER TABLE users ADD CONSTRAINT users_email_set CHECK (email IS NOT NULL);
				""", """
				ALTER TABLE users ALTER COLUMN email SET NOT NULL, DROP CONSTRAINT users_email_set;
				""", """
				BEGIN;
				ALTER TABLE users ALTER COLUMN email SET NOT NULL;
				ALTER TABLE users DROP CONSTRAINT users_email_set;
				COMMIT;
				""", Example.Proof.scan("ACCESS EXCLUSIVE", "users"));
	}

	@Override
	public Class<TableAction.SetNotNull> action() {
		return TableAction.SetNotNull.class;
	}

	@Override
	public void check(TableAction.SetNotNull action, ActionSite site, Consumer<Hazard> hazards) {
		TableState table = site.table();
		ColumnState column = table.column(action.column());
		if (!table.provesNotNull(action.column()) || (column != null && column.notNull())) {
			return;
		}
		List<String> dropped = site.alter()
			.actions(TableAction.DropConstraint.class)
			.stream()
			.map(TableAction.DropConstraint::constraint)
			.toList();
		boolean provenByOther = table.constraints()
			.stream()
			.anyMatch((constraint) -> constraint.validated() && constraint.proves(action.column())
					&& !dropped.contains(constraint.name()));
		if (!provenByOther) {
			hazards.accept(Hazard.of(action.range(), table, Effect.SCAN,
					"Constraints are dropped first, so that nothing proves " + Names.sql(action.column())
							+ " any more: all rows of " + site.name() + " are read",
					"BEGIN;\n" + site.alterTable() + "ALTER COLUMN " + Names.sql(action.column()) + " SET NOT NULL;\n"
							+ site.alterTable() + "DROP CONSTRAINT " + Names.sql(dropped.get(0)) + ";\nCOMMIT;"));
		}
	}

}
