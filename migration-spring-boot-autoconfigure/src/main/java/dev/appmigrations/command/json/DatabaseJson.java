package dev.appmigrations.command.json;

import dev.appmigrations.engine.report.DatabaseReport;

import org.springframework.boot.json.JsonWriter;

/**
 * A database as JSON, wherever a command reports one.
 */
final class DatabaseJson {

	private DatabaseJson() {
	}

	static void members(JsonWriter.Members<DatabaseReport> database) {
		database.add("name", DatabaseReport::name);
		database.add("product", DatabaseReport::product);
		database.add("version", DatabaseReport::version);
		database.add("role", DatabaseReport::role);
		database.add("schema", DatabaseReport::schema);
		database.add("table", DatabaseReport::table);
		database.add("readOnly", DatabaseReport::readOnly);
		database.add("standby", DatabaseReport::standby);
		database.add("pooled", DatabaseReport::pooled);
	}

}
