package dev.appmigrations.engine.script;

import java.util.ArrayList;
import java.util.List;

import dev.appmigrations.engine.migration.Unit;
import dev.appmigrations.engine.sql.SourcePosition;
import dev.appmigrations.engine.sql.SqlStatement;
import dev.appmigrations.engine.sql.StatementKind;
import org.jspecify.annotations.Nullable;

/**
 * Decides which statements of a part share a transaction:
 * <ol>
 * <li>A {@code BEGIN … COMMIT} of the script is a unit of its own, and so is one that
 * ends in {@code ROLLBACK}.
 * <li>A statement that cannot run in a transaction block is a unit of its own.
 * <li>What stands between those is one transactional unit; with the directive
 * {@code transaction false}, each statement is one.
 * <li>On request a unit ends behind {@code ALTER TYPE … ADD VALUE}, so that what follows
 * can use the value.
 * </ol>
 * {@code COMMIT}, {@code ROLLBACK} and a second {@code BEGIN} where they mean nothing are
 * left out when the unit runs, as the server would ignore them with a warning.
 */
final class UnitSplitter {

	private final boolean oneByOne;

	private final boolean callsAlone;

	private final boolean valuesCommitted;

	private final List<Unit> units = new ArrayList<>();

	/** The position of the open BEGIN, {@code null} outside a block. */
	private @Nullable SourcePosition block;

	private long first;

	private long count;

	private boolean onlyControl = true;

	/** Whether the last statement, outside a block, has added a value to an enum. */
	private boolean valueAdded;

	/**
	 * Creates a splitter.
	 * @param oneByOne whether the script wants no transaction around its statements
	 * @param callsAlone whether {@code CALL} and {@code DO} run outside a transaction
	 * @param valuesCommitted whether a unit ends behind the last of several statements
	 * that each add a value to an enum
	 * @param firstStatement the number of the part's first statement in the script
	 */
	UnitSplitter(boolean oneByOne, boolean callsAlone, boolean valuesCommitted, long firstStatement) {
		this.oneByOne = oneByOne;
		this.callsAlone = callsAlone;
		this.valuesCommitted = valuesCommitted;
		this.first = firstStatement;
	}

	/**
	 * Takes the next statement.
	 * @param statement the statement
	 * @throws UnusableScriptException if it cannot be part of a migration
	 */
	void add(SqlStatement statement) {
		StatementKind kind = statement.kind();
		switch (kind) {
			case BEGIN -> begin(statement);
			case COMMIT -> end(Unit.Mode.TRANSACTION, false, statement);
			case COMMIT_AND_CHAIN -> end(Unit.Mode.TRANSACTION, true, statement);
			case ROLLBACK -> end(Unit.Mode.ROLLED_BACK, false, statement);
			case ROLLBACK_AND_CHAIN -> end(Unit.Mode.ROLLED_BACK, true, statement);
			case PREPARE_TRANSACTION -> throw UnusableScriptException.statement(statement.position(),
					"PREPARE TRANSACTION takes the transaction, with the record of the migration, away from it",
					"End the block with COMMIT.");
			default -> ordinary(statement, kind);
		}
	}

	private void begin(SqlStatement statement) {
		if (this.block == null) {
			close(Unit.Mode.TRANSACTION);
			this.block = statement.position();
		}
		this.count++;
	}

	private void end(Unit.Mode mode, boolean chain, SqlStatement statement) {
		this.count++;
		if (this.block != null) {
			close(mode);
			this.block = (chain) ? statement.position() : null;
		}
	}

	private void ordinary(SqlStatement statement, StatementKind kind) {
		if (this.block != null && !kind.transactional() && kind != StatementKind.DROP_SUBSCRIPTION) {
			// A subscription without a replication slot can be dropped in a transaction.
			throw UnusableScriptException.statement(statement.position(),
					kind.reason() + ", and stands in the one that begins in line " + this.block.line(),
					"Move it out of the BEGIN … COMMIT: what stands before and behind it may have one of its own.");
		}
		boolean addsValue = kind == StatementKind.ADD_ENUM_VALUE && this.block == null;
		if (this.valuesCommitted && this.valueAdded && !addsValue && this.block == null) {
			close(Unit.Mode.TRANSACTION);
		}
		this.valueAdded = addsValue;
		boolean alone = !kind.transactional()
				|| ((this.callsAlone || this.oneByOne) && (kind == StatementKind.CALL || kind == StatementKind.DO));
		if (this.block == null && alone) {
			close(Unit.Mode.TRANSACTION);
			this.count = 1;
			this.onlyControl = false;
			close(Unit.Mode.ALONE);
			return;
		}
		this.count++;
		this.onlyControl = false;
		if (this.block == null && this.oneByOne) {
			close(Unit.Mode.TRANSACTION);
		}
	}

	private void close(Unit.Mode mode) {
		if (this.count > 0) {
			add(mode);
			this.first += this.count;
			this.count = 0;
			this.onlyControl = true;
		}
	}

	private void add(Unit.Mode mode) {
		Unit last = (this.units.isEmpty()) ? null : this.units.get(this.units.size() - 1);
		if (this.onlyControl && last != null && last.mode() == Unit.Mode.TRANSACTION) {
			// Nothing to send: a COMMIT too many belongs to the unit before it.
			this.units.set(this.units.size() - 1,
					new Unit(last.number(), last.mode(), last.firstStatement(), last.statements() + this.count));
			return;
		}
		this.units.add(new Unit(this.units.size() + 1, mode, this.first, this.count));
	}

	/**
	 * Ends the part.
	 * @return its units
	 * @throws UnusableScriptException if a block is open
	 */
	List<Unit> finish() {
		if (this.block != null) {
			throw UnusableScriptException.statement(this.block,
					"the transaction that begins here has no end, so that nothing of it would be applied",
					"End it with COMMIT, or leave BEGIN out: a migration runs in a transaction anyway.");
		}
		close(Unit.Mode.TRANSACTION);
		return this.units;
	}

}
