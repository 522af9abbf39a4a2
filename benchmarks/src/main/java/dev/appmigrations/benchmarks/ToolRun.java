package dev.appmigrations.benchmarks;

import java.nio.file.Path;
import java.util.List;

import javax.sql.DataSource;

import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * Applies a folder with one of the tools, in a JVM of its own that others watch or kill.
 */
public final class ToolRun {

	static final List<String> TOOLS = List.of("App Migrations", "Flyway", "Liquibase");

	private ToolRun() {
	}

	/**
	 * Applies a folder; the JVM ends with 0 if all of it is applied.
	 * @param args the tool, the folder, the database
	 * @throws Exception if the tool fails
	 */
	public static void main(String[] args) throws Exception {
		SLF4JBridgeHandler.removeHandlersForRootLogger();
		SLF4JBridgeHandler.install();
		ScriptFolder folder = new ScriptFolder(Path.of(args[1]));
		DataSource dataSource = Server.dataSource(args[2]);
		switch (TOOLS.indexOf(args[0])) {
			case 0 -> Tools.appMigrations(dataSource, folder).migrate();
			case 1 -> Tools.flyway(dataSource, folder).migrate();
			case 2 -> Tools.liquibase(dataSource, folder);
			default -> throw new IllegalArgumentException("The tools are " + TOOLS);
		}
	}

}
