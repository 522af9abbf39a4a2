package dev.appmigrations.engine.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import dev.appmigrations.engine.history.AppliedMigration;
import dev.appmigrations.engine.migration.Checksum;
import dev.appmigrations.engine.migration.Migration;
import dev.appmigrations.engine.migration.MigrationVersion;
import dev.appmigrations.engine.migration.Origin;
import dev.appmigrations.engine.migration.Problem;
import dev.appmigrations.engine.wording.Call;
import dev.appmigrations.engine.wording.Message;
import dev.appmigrations.engine.wording.Operation;
import org.jspecify.annotations.Nullable;

/**
 * Scripts without statements, which are no migrations unless they say that they are meant
 * so. One that is pending is skipped and not recorded; one that was applied stays so
 * without any text. What an earlier release recorded without having run a statement is
 * not applied once the file has some.
 */
final class EmptyScripts {

	private static final int EXAMPLES = 3;

	private static final String SAY_SO = "write '-- migrate:up none REASON' into it";

	private EmptyScripts() {
	}

	/**
	 * Tells whether a migration has no statements, and does not say why.
	 * @param migration the migration
	 * @return whether its script is empty
	 */
	static boolean isEmpty(Migration migration) {
		return migration.checksum().isOfNothing() && migration.declarations().noop() == null
				&& migration.refusal() == null;
	}

	/**
	 * Tells whether a row says that a migration was applied, and no statement was. What
	 * other tools or people have recorded may have run elsewhere.
	 * @param row the row
	 * @return {@code false} where nothing is known
	 */
	static boolean ranNothing(AppliedMigration row) {
		Checksum recorded = row.checksum();
		return recorded != null && recorded.isOfNothing() && Origin.APPLIED.label().equals(row.origin());
	}

	/**
	 * Tells whether a row stands for nothing that was done, though its file has
	 * statements now.
	 * @param row the row
	 * @param migration its file
	 * @return whether the migration is pending
	 */
	static boolean isPendingAgain(AppliedMigration row, Migration migration) {
		// The row first: it was read a moment ago, and all others are sorted out by it.
		return ranNothing(row) && migration.version() != null && migration.refusal() == null
				&& !migration.checksum().isOfNothing();
	}

	/**
	 * Takes the empty ones out of what is pending.
	 * @param pending files without a row
	 * @return those that are empty
	 */
	static List<Migration> removeFrom(Collection<Migration> pending) {
		if (pending.isEmpty()) {
			return List.of();
		}
		List<Migration> empty = new ArrayList<>();
		for (Iterator<Migration> files = pending.iterator(); files.hasNext();) {
			Migration migration = files.next();
			if (isEmpty(migration)) {
				files.remove();
				empty.add(migration);
			}
		}
		return empty;
	}

	/**
	 * Reports what is skipped, in one line; each of which a part is committed in one of
	 * its own.
	 * @param empty pending files, at least one
	 * @param begun the names of those of which a part is committed
	 * @param problems receives the problems
	 */
	static void report(List<Migration> empty, Set<String> begun, List<Problem> problems) {
		List<Migration> others = new ArrayList<>(empty);
		for (Migration migration : empty) {
			if (begun.contains(migration.name())) {
				others.remove(migration);
				problems.add(begun(migration));
			}
		}
		if (!others.isEmpty()) {
			problems.add(skipped(others));
		}
	}

	private static Problem begun(Migration migration) {
		return Problem.warning(Problem.Code.EMPTY_SCRIPT,
				Message.of(migration.location()
						+ " has no statements, but a part of what it had is committed: it is skipped."),
				Message
					.of("Restore the statements, and the next run goes on after those that are committed. To forget"
							+ " what has run, run ")
					.and(new Call(Operation.REPAIR_START_OVER, migration.name()))
					.and("."),
				migration.name());
	}

	/**
	 * Reports what is skipped, in one line.
	 * @param empty pending files, at least one
	 * @return a warning
	 */
	private static Problem skipped(List<Migration> empty) {
		boolean one = empty.size() == 1;
		return Problem.warning(Problem.Code.EMPTY_SCRIPT,
				Message.of(examples(empty)
						+ ((one) ? " has no statements: it is skipped." : " have no statements: they are skipped.")),
				Message.of(((one) ? "Fill it, or remove it" : "Fill them, or remove them")
						+ "; if nothing is to be done, " + SAY_SO + "."),
				names(empty));
	}

	/**
	 * Reports files that were emptied after they were applied, in one line.
	 * @param emptied the files, at least one
	 * @return a warning
	 */
	static Problem emptied(List<Migration> emptied) {
		boolean one = emptied.size() == 1;
		return Problem.warning(Problem.Code.EMPTIED_SCRIPT,
				Message.of(examples(emptied) + ((one) ? " is applied, and its file has no statements."
						: " are applied, and their files have no statements.")),
				Message.of("If that is meant so, " + SAY_SO + "; otherwise restore " + ((one) ? "it." : "them.")),
				names(emptied));
	}

	/**
	 * Reports that an empty script was asked for by its name.
	 * @param migration the migration
	 * @return an error
	 */
	static Problem requested(Migration migration) {
		return Problem.error(Problem.Code.EMPTY_SCRIPT,
				migration.location() + " has no statements: there is nothing to apply.",
				"Fill it; if nothing is to be done, " + SAY_SO + ".", migration.name());
	}

	/**
	 * Finds the file of the version that a row without a file has.
	 * @param row the row, which ran nothing
	 * @param pending files without a row
	 * @return the file, {@code null} if there is none
	 */
	static @Nullable Migration successor(AppliedState row, Collection<Migration> pending) {
		MigrationVersion version = row.version();
		for (Migration migration : pending) {
			if (version != null && Objects.equals(version, migration.version())
					&& isPendingAgain(row.row(), migration)) {
				return migration;
			}
		}
		return null;
	}

	private static String examples(List<Migration> migrations) {
		StringBuilder text = new StringBuilder();
		for (int i = 0; i < migrations.size() && i < EXAMPLES; i++) {
			text.append((i > 0) ? ", " : "").append(migrations.get(i).location());
		}
		int more = migrations.size() - EXAMPLES;
		return text + ((more > 0) ? " and " + more + " more" : "");
	}

	private static String[] names(List<Migration> migrations) {
		String[] names = new String[migrations.size()];
		for (int i = 0; i < names.length; i++) {
			names[i] = migrations.get(i).name();
		}
		return names;
	}

}
