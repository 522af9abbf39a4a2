package dev.appmigrations.generate;

import java.util.ArrayList;
import java.util.List;

import dev.appmigrations.engine.ddl.QuotedIdentifier;
import dev.appmigrations.engine.shape.ColumnShape;
import dev.appmigrations.engine.shape.ConstraintShape;
import dev.appmigrations.engine.shape.PolicyShape;
import dev.appmigrations.engine.shape.TableShape;
import dev.appmigrations.generate.Change.Draft;

/**
 * Gives a column a replacement: a new column that a trigger keeps in step, a backfill for
 * the rows that are there, the constraints and indexes of the old one, and at last, when
 * no release needs it any more, the end of the old column.
 */
final class ColumnReplacement {

	private final ChangeRequest request;

	private final ReplacedColumn column;

	private final TableShape table;

	private final ColumnShape old;

	private final Names names;

	private final SyncTrigger trigger;

	private final CarriedIndexes indexes;

	private final CarriedConstraints constraints;

	private final CarriedStatistics statistics;

	private final int oldestServer;

	private final String words;

	ColumnReplacement(ReplacedColumn column, ChangeRequest request) {
		this.request = request;
		this.column = column;
		this.table = column.table();
		this.old = column.old();
		this.names = Names.of(this.table);
		this.trigger = new SyncTrigger(column, this.names);
		this.indexes = new CarriedIndexes(column, this.names);
		this.constraints = new CarriedConstraints(column, this.names);
		this.statistics = new CarriedStatistics(column, this.names);
		this.oldestServer = Versions.oldest(request, this.table);
		this.words = this.table.name().name() + " ";
	}

	/**
	 * Writes the migrations.
	 * @param title the change as it was said
	 */
	GeneratedMigrations generate(String title) {
		new ReplacementChecks(this.table, this.old).check(this.constraints, this.indexes, this.oldestServer);
		Publications.check(this.table, this.request, "ALTER TABLE " + this.table.sql() + " ADD COLUMN "
				+ this.column.sql() + " " + this.column.type() + this.column.collation());
		Change change = new Change(title, this.request,
				"which still uses " + this.old.name() + " and may write either column");
		long added = change.add(added());
		long filled = change.add(filled(), added);
		FileText proofs = proofs();
		long last = (proofs.isEmpty()) ? filled : change.add(proven(proofs), filled);
		change.add(contracted(), last);
		notes(change);
		return change.finish();
	}

	private Draft added() {
		List<String> create = new ColumnStatements(this.table, this.old).create(this.column.name(), this.column.type(),
				this.column.collation(), this.column.sameType());
		FileText up = new FileText();
		Publications.allow(this.table, up);
		create.forEach(up::statement);
		this.trigger.create().forEach(up::statement);
		FileText down = new FileText();
		this.trigger.drop().forEach(down::statement);
		down.statement("ALTER TABLE " + this.table.sql() + " DROP COLUMN " + this.column.sql());
		return Draft.expand("add " + this.words + this.column.name(),
				"adds " + this.column.name() + ", and a trigger that keeps both columns in step", up, down);
	}

	private Draft filled() {
		FileText up = new BackfillText(this.table, Checks.key(this.table, this.request)).update(
				this.column.sql() + " = " + this.column.fill(this.old.sql()), this.column.sql() + " IS NULL",
				this.column.unsynchronized());
		return Draft.backfill("fill " + this.words + this.column.name(),
				"fills " + this.column.name() + " in the rows that are there", up,
				BackfillText.nothingToUndo("the column goes with the migration that added it"));
	}

	private FileText proofs() {
		FileText file = new FileText();
		this.constraints.create(file);
		if (this.old.notNull()) {
			Proofs.notNull(this.table, this.column.name(), this.oldestServer, this.names, file);
		}
		this.indexes.create(false, this.names, file);
		if (this.request.has(Options.UNIQUE_NOW)) {
			this.indexes.create(true, this.names, file);
		}
		this.statistics.create(file);
		if (!file.isEmpty()) {
			file.directive("allow-in-file", "constraint-before-drain the trigger fills it for the release that runs");
		}
		return file;
	}

	private Draft proven(FileText up) {
		FileText down = new FileText();
		this.statistics.drop(down);
		if (this.request.has(Options.UNIQUE_NOW)) {
			this.indexes.dropNew(true, down);
		}
		this.indexes.dropNew(false, down);
		if (this.old.notNull()) {
			Proofs.nullable(this.table, this.column.name(), down);
		}
		this.constraints.drop(down);
		return Draft.expand("require " + this.words + this.column.name(),
				"gives " + this.column.name() + " the constraints and indexes of " + this.old.name(), up, down);
	}

	private Draft contracted() {
		FileText up = new FileText();
		if (!this.request.has(Options.UNIQUE_NOW)) {
			this.indexes.create(true, this.names, up);
		}
		this.constraints.refer(up);
		new Decisions(this.column).add(up);
		this.constraints.dropOldKeys(up);
		this.indexes.dropOld(up);
		List<String> swap = new ArrayList<>(this.indexes.constraints());
		this.table.policies().forEach((policy) -> policy(policy, this.column.sql(), swap));
		swap.addAll(this.trigger.drop());
		String alter = "ALTER TABLE " + this.table.sql();
		if (this.old.defaultExpression() != null) {
			swap.add(alter + " ALTER COLUMN " + this.column.sql() + " SET DEFAULT "
					+ this.column.fill(this.old.defaultExpression()));
		}
		swap.add(LeftoverGuard.statement(this.table, this.old.name()));
		boolean named = this.table.policies().stream().anyMatch((policy) -> policy.columns().contains(this.old.name()))
				|| this.table.dependents().stream().anyMatch((dependent) -> this.old.name().equals(dependent.column()));
		swap.add(((named)
				? "-- migrate:allow view-blocks-type-change what names the old column names the new one by now\n" : "")
				+ alter + " DROP COLUMN " + this.old.sql());
		up.unit(swap);
		return Draft.contract("drop " + this.words + this.old.name(), "drops " + this.old.name() + " and the trigger",
				"uses " + this.column.name() + " only", up, restored());
	}

	private void policy(PolicyShape policy, String replacement, List<String> statements) {
		if (!policy.columns().contains(this.old.name())) {
			return;
		}
		String using = policy.using();
		String check = policy.check();
		statements.add("ALTER POLICY " + QuotedIdentifier.of(policy.name()) + " ON " + this.table.sql()
				+ ((using != null) ? "\n    USING (" + Expressions.replace(using, this.old.name(), replacement) + ")"
						: "")
				+ ((check != null)
						? "\n    WITH CHECK (" + Expressions.replace(check, this.old.name(), replacement) + ")" : ""));
	}

	private FileText restored() {
		FileText down = new FileText();
		String alter = "ALTER TABLE " + this.table.sql();
		List<String> back = new ArrayList<>(new ColumnStatements(this.table, this.old).create(this.old.name(),
				this.old.type(), (this.old.collation() != null) ? " COLLATE " + this.old.collation() : "", true));
		back.add("UPDATE " + this.table.sql() + " SET " + this.old.sql() + " = "
				+ this.column.restore(this.column.sql()));
		if (this.old.defaultExpression() != null) {
			back.add(alter + " ALTER COLUMN " + this.old.sql() + " SET DEFAULT " + this.old.defaultExpression());
			back.add(alter + " ALTER COLUMN " + this.column.sql() + " DROP DEFAULT");
		}
		if (this.old.notNull()) {
			back.add(alter + " ALTER COLUMN " + this.old.sql() + " SET NOT NULL");
		}
		this.table.policies().forEach((policy) -> policy(policy, this.old.sql(), back));
		back.addAll(this.trigger.create());
		down.unit(back);
		this.constraints.createOld(down);
		this.table.constraints()
			.stream()
			.filter((constraint) -> constraint.own() && constraint.kind() == ConstraintShape.Kind.UNIQUE
					&& constraint.columns().contains(this.old.name()))
			.forEach((constraint) -> down.unit(Constraints.restored(this.table.sql(), constraint)));
		this.indexes.createOld(down);
		this.statistics.createOld(down);
		this.constraints.referOld(down);
		this.constraints.unrefer(down);
		this.indexes.dropConstraints(down);
		if (this.request.has(Options.UNIQUE_NOW)) {
			this.indexes.createConstrained(this.names, down);
		}
		else {
			this.indexes.dropUnconstrained(down);
		}
		return down;
	}

	private void notes(Change change) {
		if (this.indexes.hasUnique() && !this.request.has(Options.UNIQUE_NOW)) {
			change.note("Until the contract migration has run, no unique index has " + this.column.name()
					+ ": INSERT … ON CONFLICT (" + this.column.name() + ") fails, that by " + this.old.name()
					+ " works.");
		}
		if (this.request.has(Options.UNIQUE_NOW)) {
			change
				.note("Two unique indexes hold the same values from now on: INSERT … ON CONFLICT by one of them fails "
						+ "where the row is found by the other.");
		}
		change.note("An INSERT that means NULL in " + this.column.name() + " gets the value of " + this.old.name()
				+ " until the contract migration has run.");
	}

}
