package dev.appmigrations.engine.operation;

import java.util.List;

import dev.appmigrations.engine.adopt.Adoption;
import dev.appmigrations.engine.history.HistoryRepair;
import dev.appmigrations.engine.migration.ErrorCode;
import dev.appmigrations.engine.migration.InvalidMigrationsException;
import dev.appmigrations.engine.migration.Migration;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.migration.MigrationVersion;
import dev.appmigrations.engine.options.MigratorOptions;
import dev.appmigrations.engine.report.MigrationReport;
import dev.appmigrations.engine.run.RunContext;

/**
 * The operations of a {@code Migrator} that change the history and run nothing.
 */
public final class HistoryOperations {

	private final RunContext context;

	/**
	 * Creates the operations.
	 * @param context what all runs share
	 */
	public HistoryOperations(RunContext context) {
		this.context = context;
	}

	/**
	 * Returns where the history is, and asks nobody.
	 * @return its schema, if the options name one, and its table
	 */
	public MigratorOptions.History place() {
		return this.context.options().history();
	}

	/**
	 * Plans what a baseline would mark as applied. Writes nothing.
	 * @param version the last version
	 * @return the migrations, in the order of versions
	 * @throws InvalidMigrationsException if there is a problem
	 * @throws MigrationException if scripts or database cannot be read
	 */
	public List<Migration> planBaseline(MigrationVersion version) {
		return new BaselineOperation(this.context, version).plan();
	}

	/**
	 * Marks what is pending at or below a version as applied: for a database that has it
	 * already.
	 * @param version the last version
	 * @return the report
	 * @throws InvalidMigrationsException if there is a problem; nothing was written
	 * @throws MigrationException if the database cannot be used
	 */
	public MigrationReport baseline(MigrationVersion version) {
		return new BaselineOperation(this.context, version).run();
	}

	/**
	 * Compares another tool's history with the files. Writes nothing.
	 * @param tool the name of the tool; empty for the only one that is there
	 * @return what would be taken over, and what does not fit
	 * @throws MigrationException if there is no such history, or more than one, or if
	 * scripts or database cannot be read
	 */
	public Adoption planAdoption(String tool) {
		return new AdoptOperation(this.context, tool).plan();
	}

	/**
	 * Takes over what another tool has applied: what has a file is recorded as applied,
	 * at its original time and by its original author. The other tool's table is not
	 * touched.
	 * @param tool the name of the tool; empty for the only one that is there
	 * @return the report
	 * @throws InvalidMigrationsException if something does not fit; nothing was written
	 * @throws MigrationException if there is no such history, or more than one, or if the
	 * database cannot be used
	 */
	public MigrationReport adopt(String tool) {
		return new AdoptOperation(this.context, tool).run();
	}

	/**
	 * Finds what could be repaired, with each of the decisions that are possible. Writes
	 * nothing.
	 * @return what a person may choose from; empty if nothing is to be repaired
	 * @throws MigrationException if scripts or database cannot be read
	 */
	public List<HistoryRepair> repairs() {
		return RepairOperation.possible(this.context);
	}

	/**
	 * Carries out what a person has chosen, all of it or nothing.
	 * @param chosen some of {@link #repairs()}
	 * @return the report
	 * @throws MigrationException with {@link ErrorCode#REPAIR_OUTDATED} if one of them no
	 * longer applies, because somebody else has changed the history; or if the database
	 * cannot be used
	 */
	public MigrationReport repair(List<HistoryRepair> chosen) {
		return new RepairOperation(this.context, chosen).run();
	}

}
