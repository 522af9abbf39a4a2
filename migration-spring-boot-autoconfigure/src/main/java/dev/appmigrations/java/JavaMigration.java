package dev.appmigrations.java;

/**
 * A migration that is written in Java: a bean with {@link Migration}. The bean is created
 * when the migration runs, and not before.
 * <p>
 * Beans that wait for the migrations, such as those of JPA, cannot be injected into it,
 * unless it says {@link Migration#afterContext()}.
 */
@FunctionalInterface
public interface JavaMigration {

	/**
	 * Applies the migration. In a transaction it may be called again, after a roll-back,
	 * where somebody else held a lock that it needs.
	 * @param context the connection, and what else there is
	 * @throws Exception if it fails; a transaction is rolled back
	 */
	void migrate(JavaMigrationContext context) throws Exception;

	/**
	 * Undoes the migration. One that does not override this has no rollback.
	 * @param context the connection, and what else there is
	 * @throws Exception if it fails; a transaction is rolled back
	 */
	default void rollback(JavaMigrationContext context) throws Exception {
		throw new UnsupportedOperationException(getClass().getName() + " has no rollback");
	}

}
