package dev.appmigrations.autoconfigure.uri;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The treatment of one parameter of a connection URI.
 */
@FunctionalInterface
interface ParameterRule {

	/**
	 * Apply the rule.
	 * @param parameter the parameter
	 * @param properties receives what the driver is to know
	 * @throws InvalidPostgresUriException if the parameter or its value cannot be used
	 */
	void apply(UriParameter parameter, DriverProperties properties);

	/**
	 * The driver has the same parameter under another name. An empty value means the
	 * default, as it does for libpq.
	 * @param name the driver's name
	 * @return the rule
	 */
	static ParameterRule renamed(String name) {
		return (parameter, properties) -> {
			if (!parameter.isEmpty()) {
				properties.set(name, parameter.value());
			}
		};
	}

	/**
	 * The parameter has a fixed set of values.
	 * @param name the driver's name
	 * @param values libpq's values, each with the driver's
	 * @return the rule
	 */
	static ParameterRule choice(String name, Map<String, String> values) {
		return (parameter, properties) -> {
			String value = values.get(parameter.value());
			if (value == null) {
				throw parameter.refuse("has a value that it does not know", "It may be " + alternatives(values) + ".");
			}
			properties.set(name, value);
		};
	}

	/**
	 * The parameter has a fixed set of values, which are the driver's too.
	 * @param name the driver's name
	 * @param values the values
	 * @return the rule
	 */
	static ParameterRule choice(String name, String... values) {
		return choice(name, Stream.of(values).collect(Collectors.toMap(Function.identity(), Function.identity())));
	}

	/**
	 * The driver lacks the parameter but always does what some of its values ask for.
	 * @param values the values that ask for it
	 * @param reason why any other value is refused
	 * @param remedy what to do instead
	 * @return the rule
	 */
	static ParameterRule builtIn(List<String> values, String reason, String remedy) {
		return (parameter, properties) -> {
			if (!parameter.isEmpty() && !values.contains(parameter.value())) {
				throw parameter.refuse(reason, remedy);
			}
		};
	}

	/**
	 * The driver lacks the parameter, and to leave it out would not be safe.
	 * @param reason why the parameter is refused
	 * @param remedy what to do instead
	 * @return the rule
	 */
	static ParameterRule refused(String reason, String remedy) {
		return (parameter, properties) -> {
			throw parameter.refuse(reason, remedy);
		};
	}

	/**
	 * The driver lacks the parameter and does well without it.
	 * @return the rule
	 */
	static ParameterRule ignored() {
		return (parameter, properties) -> properties.ignore(parameter.name());
	}

	private static String alternatives(Map<String, String> values) {
		return values.keySet().stream().sorted().collect(Collectors.joining(", "));
	}

}
