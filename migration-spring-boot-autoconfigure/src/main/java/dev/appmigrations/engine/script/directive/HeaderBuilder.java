package dev.appmigrations.engine.script.directive;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.appmigrations.engine.migration.Phase;
import dev.appmigrations.engine.migration.Timeouts;
import org.jspecify.annotations.Nullable;

/**
 * Collects what the directives of one script say, while it is read. A later directive
 * replaces an earlier one with the same key, but requirements add up.
 */
public final class HeaderBuilder {

	private Phase phase = Phase.EXPAND;

	private final List<String> requirements = new ArrayList<>();

	private boolean transactional = true;

	private @Nullable Duration lockTimeout;

	private @Nullable Duration statementTimeout;

	private boolean onlyOwnSections;

	void phase(Phase phase) {
		this.phase = phase;
	}

	void require(List<String> versionsOrNames) {
		this.requirements.addAll(versionsOrNames);
	}

	void transactional(boolean transactional) {
		this.transactional = transactional;
	}

	void lockTimeout(Duration timeout) {
		this.lockTimeout = timeout;
	}

	void statementTimeout(Duration timeout) {
		this.statementTimeout = timeout;
	}

	void onlyOwnSections() {
		this.onlyOwnSections = true;
	}

	/**
	 * Returns whether only the directives {@code up} and {@code down} divide the script.
	 * @return {@code false} if comments of other tools may divide it too
	 */
	public boolean hasOnlyOwnSections() {
		return this.onlyOwnSections;
	}

	/**
	 * Returns what has been collected so far. It is complete at the first statement.
	 * @return the header
	 */
	public ScriptHeader header() {
		return new ScriptHeader(this.phase, this.requirements, this.transactional,
				new Timeouts(this.lockTimeout, this.statementTimeout));
	}

}
