package dev.appmigrations.engine.backfill;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import dev.appmigrations.engine.backfill.FileTargets.Target;
import dev.appmigrations.engine.ddl.ChangedTable;
import dev.appmigrations.engine.migration.BackfillMigration;
import dev.appmigrations.engine.migration.BackfillSpec;
import dev.appmigrations.engine.migration.Migration;
import dev.appmigrations.engine.migration.MigrationVersion;
import dev.appmigrations.engine.migration.Phase;
import dev.appmigrations.engine.migration.Problem;
import dev.appmigrations.engine.migration.SqlMigration;
import dev.appmigrations.engine.plan.RequiredMigrations;
import dev.appmigrations.engine.safety.rule.KnownBackfill;
import dev.appmigrations.engine.script.Placeholders;
import dev.appmigrations.engine.sql.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * Makes sure that what changes the table of a backfill waits for it: on a large table it
 * is done in the background, long after the files that follow it have run. That a small
 * table does not need it would be found out in production.
 */
final class BackfillOrder {

	private final List<Migration> pending;

	private final RequiredMigrations required;

	private final Placeholders placeholders;

	private final List<FileTargets> targets = new ArrayList<>();

	/**
	 * Creates the check.
	 * @param all what the application ships
	 * @param pending what of it is not applied
	 * @param placeholders what is replaced in scripts
	 */
	BackfillOrder(List<Migration> all, List<Migration> pending, Placeholders placeholders) {
		this.pending = pending;
		this.required = new RequiredMigrations(all);
		this.placeholders = placeholders;
	}

	/**
	 * Finds files that do not wait for a backfill, and should.
	 * @param backfill the backfill
	 * @param statements its statements; none of one that is written in Java
	 * @return the errors, one for each file at most
	 */
	List<Problem> problems(BackfillMigration backfill, List<RangedStatement> statements) {
		BackfillSpec spec = backfill.known();
		if (spec == null) {
			return List.of();
		}
		if (this.targets.isEmpty()) {
			for (Migration migration : this.pending) {
				this.targets.add(FileTargets.read(migration.accept(SqlMigration::up), this.placeholders));
			}
		}
		ObjectName table = spec.tableName();
		Set<String> words = KnownBackfill
			.words(statements.stream().map((statement) -> statement.source().text()).toList());
		words.add(table.name());
		List<Problem> problems = new ArrayList<>();
		for (int i = 0; i < this.pending.size(); i++) {
			Migration other = this.pending.get(i);
			Target found = find(backfill, other, this.targets.get(i), table, words);
			if (found != null && !this.required.requires(other, backfill) && !this.required.requires(backfill, other)) {
				problems.add(problem(backfill, other, found));
			}
		}
		return problems;
	}

	private static @Nullable Target find(BackfillMigration backfill, Migration other, FileTargets targets,
			ObjectName table, Set<String> words) {
		if (other == backfill) {
			return null;
		}
		boolean later = isLater(other, backfill);
		if (!later && other.phase() != Phase.CONTRACT) {
			return null;
		}
		Target removal = targets.first((target) -> target.removed() && words.contains(target.table().name())
				&& (target.column() == null || words.contains(target.column()))
				&& (!target.table().name().equals(table.name()) || ChangedTable.mayBeSame(target.table(), table)));
		return (removal != null || !later) ? removal
				: targets.first((target) -> ChangedTable.mayBeSame(target.table(), table));
	}

	/** Repeatable migrations run after all others. */
	private static boolean isLater(Migration other, Migration backfill) {
		MigrationVersion version = other.version();
		MigrationVersion before = backfill.version();
		return version == null || before == null || version.compareTo(before) > 0;
	}

	private static Problem problem(BackfillMigration backfill, Migration other, Target found) {
		MigrationVersion version = backfill.version();
		String name = (version != null) ? version.toString() : backfill.name();
		return Problem.error(Problem.Code.BACKFILL_NOT_REQUIRED,
				other.location() + ":" + found.position() + ": the statement " + found.target().description()
						+ ", which the backfill " + backfill.name()
						+ " needs as it is, and the file does not require the backfill",
				"Write -- migrate:requires " + name + " at the beginning of " + other.name()
						+ ", or of a file that it requires: then it waits until the backfill is done. If it has to run"
						+ " before the backfill, let the backfill require it"
						+ ((other.phase() == Phase.EXPAND) ? ", or give it a lower version." : "."),
				other.name(), backfill.name());
	}

}
