package dev.appmigrations.generate;

import java.util.List;

/**
 * A statement of a generated migration.
 *
 * @param line the line of the file where it begins, from 1
 * @param sql its text
 * @param locks the locks that it takes on relations that others use
 * @param scans the tables that it reads from end to end, as a statement has them
 * @param waitsForSnapshots whether it waits until older snapshots are gone
 */
public record Step(int line, String sql, List<Lock> locks, List<String> scans, boolean waitsForSnapshots) {

	/**
	 * A lock.
	 *
	 * @param relation the name of the relation
	 * @param mode the mode as PostgreSQL's manual has it
	 */
	public record Lock(String relation, String mode) {

	}

}
