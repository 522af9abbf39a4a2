package dev.appmigrations.engine.safety.facts;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Objects;

import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.support.TestDatabase;

/**
 * A schema with at least one of everything that facts tell about.
 */
public final class FactsSchema {

	public static final int MAJOR = Integer.getInteger("test.postgres.major", 18);

	private FactsSchema() {
	}

	/** Creates the schema, as far as the server knows what is in it. */
	public static void createIn(TestDatabase database) {
		database.execute(script("schema.sql"));
		if (MAJOR >= 15) {
			database.execute(script("since-15.sql"));
		}
		if (MAJOR >= 18) {
			database.execute(script("since-18.sql"));
		}
	}

	/** Reads facts as a role. */
	public static FactsReading read(TestDatabase database, String role, FactsRequest request) throws SQLException {
		try (Session session = Session.open(database.dataSource(role), (notice) -> {
		})) {
			return new FactsReader().read(session, request);
		}
	}

	private static String script(String name) {
		try (InputStream stream = Objects.requireNonNull(FactsSchema.class.getResourceAsStream(name))) {
			return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
