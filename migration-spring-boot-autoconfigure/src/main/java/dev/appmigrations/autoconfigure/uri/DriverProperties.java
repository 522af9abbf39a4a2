package dev.appmigrations.autoconfigure.uri;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The driver's properties that result from the parameters of one connection URI, in the
 * order of the URI, and the names of the parameters that were left out.
 */
final class DriverProperties {

	private final Map<String, String> values = new LinkedHashMap<>();

	private final List<String> ignored = new ArrayList<>();

	void set(String name, String value) {
		this.values.put(name, value);
	}

	void setIfAbsent(String name, String value) {
		this.values.putIfAbsent(name, value);
	}

	@Nullable String get(String name) {
		return this.values.get(name);
	}

	@Nullable String remove(String name) {
		return this.values.remove(name);
	}

	void ignore(String name) {
		if (!this.ignored.contains(name)) {
			this.ignored.add(name);
		}
	}

	List<String> ignored() {
		return List.copyOf(this.ignored);
	}

	/**
	 * The properties as the query of a JDBC URL.
	 * @return the query with its question mark, or an empty string
	 */
	String toQuery() {
		StringBuilder query = new StringBuilder();
		this.values.forEach((name, value) -> query.append(query.isEmpty() ? '?' : '&')
			.append(name)
			.append('=')
			.append(PercentEncoding.encodeValue(value)));
		return query.toString();
	}

}
