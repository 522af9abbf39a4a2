package dev.appmigrations.benchmarks;

import java.sql.Connection;
import java.util.List;
import java.util.Map;

import javax.sql.DataSource;

import dev.appmigrations.engine.Migrator;
import dev.appmigrations.engine.MigratorBuilder;
import dev.appmigrations.engine.options.MigratorOptions;
import dev.appmigrations.engine.source.ResourceScriptSource;
import liquibase.Liquibase;
import liquibase.Scope;
import liquibase.UpdateSummaryEnum;
import liquibase.database.Database;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
import liquibase.resource.DirectoryResourceAccessor;
import liquibase.ui.LoggerUIService;
import org.flywaydb.core.Flyway;

/**
 * The three tools, each as its documentation sets it up, with its defaults.
 */
final class Tools {

	private Tools() {
	}

	static Migrator appMigrations(DataSource dataSource, ScriptFolder folder) {
		return migrator(dataSource, folder).build();
	}

	static MigratorBuilder migrator(DataSource dataSource, ScriptFolder folder) {
		MigratorOptions.Scripts scripts = new MigratorOptions.Scripts(List.of(folder.location()), Map.of());
		ResourceScriptSource source = new ResourceScriptSource(null);
		return Migrator.builder(dataSource, source).options(MigratorOptions.defaults().with(scripts));
	}

	static Flyway flyway(DataSource dataSource, ScriptFolder folder) {
		return Flyway.configure().dataSource(dataSource).locations("filesystem:" + folder.scripts()).load();
	}

	static void liquibase(DataSource dataSource, ScriptFolder folder) throws Exception {
		// Without this it prints to standard output.
		Map<String, Object> quiet = Map.of(Scope.Attr.ui.name(), new LoggerUIService());
		Scope.child(quiet, () -> {
			try (Connection connection = dataSource.getConnection()) {
				Database database = DatabaseFactory.getInstance()
					.findCorrectDatabaseImplementation(new JdbcConnection(connection));
				try (Liquibase liquibase = new Liquibase(ScriptFolder.CHANGE_LOG,
						new DirectoryResourceAccessor(folder.root()), database)) {
					liquibase.setShowSummary(UpdateSummaryEnum.OFF);
					liquibase.update();
				}
			}
		});
	}

}
