package dev.appmigrations.engine.history;

import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * How far the tables are trusted, as found by a reading of the history.
 *
 * @param named whether the options name the schema, so that its owner is believed
 * @param foreignOwner the owner of the history if that is somebody whom the role need not
 * believe, {@code null} otherwise
 * @param present the names of the tables that exist, {@code null} if nobody has looked
 * @param oids those tables, by their names; empty unless they were judged for writing
 * @param missingKeys the keys that those tables lack
 */
public record TableTrust(boolean named, @Nullable String foreignOwner, @Nullable Set<String> present,
		Map<String, Long> oids, List<MissingKey> missingKeys) {

	public TableTrust {
		missingKeys = List.copyOf(missingKeys);
		present = (present != null) ? Set.copyOf(present) : null;
		oids = Map.copyOf(oids);
	}

	/**
	 * Creates what a thorough inspection for writing has found.
	 * @param named whether the options name the schema
	 * @param foreignOwner the owner of the history if the role need not believe it,
	 * {@code null} otherwise
	 * @param verdict what was found
	 * @return how far the tables are trusted
	 */
	static TableTrust of(boolean named, @Nullable String foreignOwner, TableVerdict verdict) {
		return new TableTrust(named, foreignOwner, verdict.oids().keySet(), verdict.oids(), verdict.missingKeys());
	}

	/**
	 * Creates what is known of tables that nobody has looked at.
	 * @param named whether the options name the schema
	 * @return nothing
	 */
	public static TableTrust unknown(boolean named) {
		return new TableTrust(named, null, null, Map.of(), List.of());
	}

}
