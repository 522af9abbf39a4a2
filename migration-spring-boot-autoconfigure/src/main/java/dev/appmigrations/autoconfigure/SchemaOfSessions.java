package dev.appmigrations.autoconfigure;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.sql.DataSource;

import dev.appmigrations.autoconfigure.instance.OwnConnections;
import dev.appmigrations.engine.Migrator;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.datasource.AbstractDriverBasedDataSource;

/**
 * The schema in which the sessions of a data source begin, without a connection: what the
 * data source sets, or the driver's {@code currentSchema} or {@code options}, or else
 * {@code public}, because that is what a server's own {@code search_path} leads to.
 */
final class SchemaOfSessions {

	private static final String PUBLIC = "public";

	private static final Pattern CURRENT_SCHEMA = Pattern.compile("(?:^|[?&])currentSchema=([^&]*)");

	private static final Pattern OPTIONS = Pattern.compile("(?:^|[?&])options=([^&]*)");

	private static final Pattern SEARCH_PATH = Pattern.compile("(?:-c\\s*|--)search_path=(\\S+)");

	private SchemaOfSessions() {
	}

	/**
	 * Returns the schema of a migrator's history.
	 * @param migrator the migrator; it is asked for nothing
	 * @return the schema that it names, or else that of its sessions
	 */
	static String of(Migrator migrator) {
		String named = migrator.history().place().schema();
		return (named != null) ? named : of(migrator.dataSource());
	}

	static String of(DataSource dataSource) {
		String schema = OwnConnections.schemaOf(dataSource);
		if (schema != null) {
			return schema;
		}
		Properties properties = OwnConnections.driverProperties(dataSource);
		AbstractDriverBasedDataSource unpooled = OwnConnections.unpooled(dataSource);
		String url = (unpooled != null) ? unpooled.getUrl() : null;
		String path = first(properties.getProperty("currentSchema"), parameter(CURRENT_SCHEMA, url));
		if (path == null) {
			String options = first(properties.getProperty("options"), parameter(OPTIONS, url));
			Matcher matcher = SEARCH_PATH.matcher((options != null) ? options : "");
			path = (matcher.find()) ? matcher.group(1) : PUBLIC;
		}
		return path.split(",", 2)[0].replace("\"", "").strip();
	}

	private static @Nullable String parameter(Pattern pattern, @Nullable String url) {
		Matcher matcher = pattern.matcher((url != null) ? url : "");
		return (matcher.find()) ? URLDecoder.decode(matcher.group(1), StandardCharsets.UTF_8) : null;
	}

	/** A parameter of the URL goes before a property (see pgJDBC: Driver.connect). */
	private static @Nullable String first(@Nullable String property, @Nullable String parameter) {
		return (parameter != null) ? parameter : property;
	}

}
