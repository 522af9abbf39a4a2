package dev.appmigrations.autoconfigure.uri;

import org.jspecify.annotations.Nullable;

/**
 * A parameter of a connection URI, decoded.
 *
 * @param name the name
 * @param value the value, which may be a secret
 * @param label what a message calls the parameter: its name in quotes, or its position
 * where the name could be a piece of the password
 */
record UriParameter(String name, String value, String label) {

	boolean isEmpty() {
		return this.value.isEmpty();
	}

	InvalidPostgresUriException refuse(String reason, @Nullable String remedy) {
		return new InvalidPostgresUriException("the parameter " + this.label + " " + reason, remedy);
	}

	@Override
	public String toString() {
		return this.label;
	}

}
