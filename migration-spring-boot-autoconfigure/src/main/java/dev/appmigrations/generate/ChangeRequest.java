package dev.appmigrations.generate;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What is to be changed.
 *
 * @param arguments what was said, without options
 * @param options the options by name, without hyphens; those without a value have an
 * empty one
 * @param firstVersion the version of the first migration; the others follow
 * @param oldestServer the oldest major version that the migrations have to run on, 0 for
 * that of the server that is read
 */
public record ChangeRequest(List<String> arguments, Map<String, String> options, long firstVersion, int oldestServer) {

	/**
	 * Returns an option.
	 * @param name its name, without hyphens in front
	 * @return its value, {@code null} if it was not given
	 */
	public @Nullable String option(String name) {
		return this.options.get(name);
	}

	/**
	 * Tells whether an option was given.
	 * @param name its name, without hyphens in front
	 * @return whether it was
	 */
	public boolean has(String name) {
		return this.options.containsKey(name);
	}

}
