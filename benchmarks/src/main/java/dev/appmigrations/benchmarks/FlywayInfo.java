package dev.appmigrations.benchmarks;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;

/**
 * Prints what Flyway's command {@code info} knows.
 */
public final class FlywayInfo {

	private FlywayInfo() {
	}

	/**
	 * Asks Flyway.
	 * @param args the URL of the database and the folder of scripts
	 */
	public static void main(String[] args) {
		Flyway flyway = Flyway.configure().dataSource(args[0], null, null).locations("filesystem:" + args[1]).load();
		for (MigrationInfo migration : flyway.info().all()) {
			System.out.println(migration.getVersion() + " " + migration.getState() + " " + migration.getInstalledOn());
		}
	}

}
