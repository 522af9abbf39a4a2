package dev.appmigrations.engine;

import java.util.List;
import java.util.Map;

import dev.appmigrations.engine.options.MigratorOptions;
import dev.appmigrations.engine.script.Location;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A program that migrates a database and makes sure that it could not use Spring.
 */
public final class PlainJava {

	private PlainJava() {
	}

	/**
	 * Migrates a database.
	 * @param args the URL of the database
	 */
	public static void main(String[] args) {
		try {
			Class.forName("org.springframework.util.ClassUtils");
			throw new IllegalStateException("Spring is on the class path");
		}
		catch (ClassNotFoundException ex) {
			PGSimpleDataSource dataSource = new PGSimpleDataSource();
			dataSource.setUrl(args[0]);
			dataSource.setUser("postgres");
			MigratorOptions.Scripts scripts = new MigratorOptions.Scripts(List.of(Location.parse("classpath:plain")),
					Map.of());
			Migrator migrator = Migrator.builder(dataSource).options(MigratorOptions.defaults().with(scripts)).build();
			int pending = migrator.status().pending().size();
			System.out.println("pending " + pending + ", applied " + migrator.migrate().steps().size());
		}
	}

}
