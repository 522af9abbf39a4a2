package dev.appmigrations.engine.safety.rule;

import java.util.function.Consumer;

import dev.appmigrations.engine.ddl.TableAction;
import dev.appmigrations.engine.safety.state.ConstraintState;
import dev.appmigrations.engine.safety.state.TableState;

/**
 * {@code VALIDATE CONSTRAINT} in a transaction that keeps others out.
 */
record ValidateUnderLockRule() implements TableActionRule<TableAction.ValidateConstraint> {

	@Override
	public String id() {
		return "validate-while-holding-lock";
	}

	@Override
	public Harm harm() {
		return Harm.OFFLINE;
	}

	@Override
	public String explanation() {
		return """
				Validation itself lets everybody work. But a lock that its transaction has taken before is
				held until the end, so that all rows are read while nobody can write, or even read: the
				same as without NOT VALID.""";
	}

	@Override
	public Example example() {
		return Example.of("""
				CREATE TABLE orders (id bigint PRIMARY KEY, total numeric);
				INSERT INTO orders VALUES (1, 10);
				""", """
				BEGIN;
				ALTER TABLE orders ADD CONSTRAINT orders_total CHECK (total > 0) NOT VALID;
				ALTER TABLE orders VALIDATE CONSTRAINT orders_total;
				COMMIT;
				""", """
				BEGIN;
				ALTER TABLE orders ADD CONSTRAINT orders_total CHECK (total > 0) NOT VALID;
				COMMIT;
				BEGIN;
				ALTER TABLE orders VALIDATE CONSTRAINT orders_total;
				COMMIT;
				""", Example.Proof.scan("ACCESS EXCLUSIVE", "orders"));
	}

	@Override
	public Class<TableAction.ValidateConstraint> action() {
		return TableAction.ValidateConstraint.class;
	}

	@Override
	public void check(TableAction.ValidateConstraint action, ActionSite site, Consumer<Hazard> hazards) {
		TableState table = site.table();
		ConstraintState constraint = table.constraint(action.constraint());
		if (constraint != null && constraint.validated()) {
			return;
		}
		TransactionState.HeldLock lock = site.statement().transaction().writersKeptOut();
		boolean sameStatement = site.alter()
			.actions()
			.stream()
			.anyMatch((other) -> other instanceof TableAction.AddConstraint);
		if (lock != null || sameStatement) {
			String since = (lock != null)
					? lock.mode() + " on " + Names.sql(lock.table().name()) + ", held since line " + lock.line() + ","
					: "the lock of the same statement";
			hazards.accept(Hazard.of(action.range(), table, Effect.SCAN,
					"All rows of " + site.name() + " are read while " + since + " keeps others out",
					"-- in a transaction of its own:\n" + Recipes.validate(site, Names.sql(action.constraint()))));
		}
	}

}
