package dev.appmigrations.support;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How every JSON output shows a database: the members of the golden file, in its order.
 *
 * @param database the database
 * @param schema the schema of the history
 * @param table the name of the history table
 * @param readOnly whether writing transactions are refused
 */
public record GoldenDatabase(TestDatabase database, String schema, String table, boolean readOnly) {

	private static final String FILE = "/dev/appmigrations/json/database.json";

	/**
	 * Creates what is expected of a database with the usual options.
	 * @param database the database
	 */
	public GoldenDatabase(TestDatabase database) {
		this(database, "public", "migration_history", false);
	}

	/**
	 * Fails if an output shows another database, or shows it in another way.
	 * @param json the output
	 * @param pointer where the database is in it
	 */
	public void assertIn(String json, String pointer) throws IOException {
		JsonNode shown = JsonMapper.shared().readTree(json).at(pointer);
		assertThat(shown.toPrettyString()).isEqualTo(JsonMapper.shared().readTree(expected()).toPrettyString());
	}

	private String expected() throws IOException {
		try (InputStream file = GoldenDatabase.class.getResourceAsStream(FILE)) {
			assertThat(file).isNotNull();
			return new String(file.readAllBytes(), StandardCharsets.UTF_8).replace("${name}", this.database.name())
				.replace("${version}",
						String.valueOf(
								this.database.value("SELECT split_part(current_setting('server_version'), ' ', 1)")))
				.replace("${schema}", this.schema)
				.replace("${table}", this.table)
				.replace("\"${readOnly}\"", String.valueOf(this.readOnly));
		}
	}

}
