package dev.appmigrations.engine.safety.rule;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * SQL that does harm, and SQL to the same end that does not. Tests run both.
 *
 * @param setup makes the tables, with a row in each
 * @param bad does harm
 * @param good does not; statements between {@code BEGIN} and {@code COMMIT} share a
 * transaction, each other statement has its own
 * @param proof what shows the harm
 * @param since the first major version of PostgreSQL that has the syntax
 * @param until the last major version on which the bad SQL does harm
 */
public record Example(String setup, String bad, String good, Proof proof, int since, int until) {

	private static final int OLDEST = 14;

	private static final int NEWEST = 99;

	static Example of(String setup, String bad, String good, Proof proof) {
		return new Example(setup, bad, good, proof, OLDEST, NEWEST);
	}

	Example since(int version) {
		return new Example(this.setup, this.bad, this.good, this.proof, version, this.until);
	}

	Example until(int version) {
		return new Example(this.setup, this.bad, this.good, this.proof, this.since, version);
	}

	/**
	 * What shows the harm.
	 */
	public sealed interface Proof {

		/**
		 * Returns a lock that is held while nothing is scanned or written.
		 * @param lock the mode in upper case
		 * @param table the table
		 * @return the proof
		 */
		static Proof lock(String lock, String table) {
			return new Locks(lock, List.of(table), null, List.of());
		}

		/**
		 * Returns a lock that is held while a table is scanned.
		 * @param lock the mode in upper case
		 * @param tables the tables that are locked; the first of them is scanned
		 * @return the proof
		 */
		static Proof scan(String lock, String... tables) {
			return new Locks(lock, List.of(tables), Effect.SCAN, List.of(tables[0]));
		}

		/**
		 * Returns a lock that is held while an index of a table is built.
		 * @param lock the mode in upper case
		 * @param table the table
		 * @return the proof
		 */
		static Proof build(String lock, String table) {
			return new Locks(lock, List.of(table), Effect.INDEX_BUILD, List.of(table));
		}

		/**
		 * Returns a lock that is held while a table is written anew.
		 * @param lock the mode in upper case
		 * @param table the table
		 * @return the proof
		 */
		static Proof rewrite(String lock, String table) {
			return new Locks(lock, List.of(table), Effect.REWRITE, List.of(table));
		}

		/**
		 * A lock that the bad SQL takes, and what it does under it. The good SQL does not
		 * do it under a lock that keeps writers out.
		 *
		 * @param lock the mode in upper case, for example {@code ACCESS EXCLUSIVE}
		 * @param tables the tables that are locked
		 * @param effect what is done under it, {@code null} for nothing
		 * @param affected the tables to which it is done
		 */
		record Locks(String lock, List<String> tables, @Nullable Effect effect,
				List<String> affected) implements Proof {

		}

		/**
		 * A statement of the release before that works before the bad SQL and behind the
		 * good one, and fails behind the bad one.
		 *
		 * @param statement the statement
		 */
		record Breaks(String statement) implements Proof {

		}

		/**
		 * The bad SQL fails, the good one does not.
		 *
		 * @param sqlState the error
		 */
		record Fails(String sqlState) implements Proof {

		}

		/**
		 * A query has another result behind the bad SQL, and the same behind the good
		 * one.
		 *
		 * @param query the query, with one column
		 */
		record Loses(String query) implements Proof {

		}

		/**
		 * The bad SQL is refused before any of it is sent, the good one is not.
		 *
		 * @param word a word of the refusal
		 */
		record Refused(String word) implements Proof {

		}

		/**
		 * The facts tell so, and nothing shows on this server alone.
		 *
		 * @param reason why
		 */
		record Unseen(String reason) implements Proof {

		}

	}

}
