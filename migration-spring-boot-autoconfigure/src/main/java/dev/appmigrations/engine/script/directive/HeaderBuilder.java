package dev.appmigrations.engine.script.directive;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.appmigrations.engine.migration.BackfillSpec;
import dev.appmigrations.engine.migration.Declarations;
import dev.appmigrations.engine.migration.Phase;
import dev.appmigrations.engine.migration.Timeouts;
import dev.appmigrations.engine.sql.Directive;
import org.jspecify.annotations.Nullable;

/**
 * Collects what the directives of one script say, while it is read. A later directive
 * replaces an earlier one with the same key, but requirements add up.
 */
public final class HeaderBuilder {

	private Phase phase = Phase.EXPAND;

	private Duration soak = Duration.ZERO;

	private final List<String> requirements = new ArrayList<>();

	private boolean transactional = true;

	private @Nullable Duration lockTimeout;

	private @Nullable Duration statementTimeout;

	private boolean onlyOwnSections;

	private @Nullable String noop;

	private @Nullable String nothingToUndo;

	private @Nullable Directive irreversible;

	private @Nullable BackfillBuilder backfill;

	void phase(Phase phase, Duration soak) {
		this.phase = phase;
		this.soak = soak;
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
	 * Takes down why a section has no statements.
	 * @param up whether it is the one that applies the migration
	 * @param reason why
	 */
	public void emptySection(boolean up, String reason) {
		if (up) {
			this.noop = reason;
		}
		else {
			this.nothingToUndo = reason;
		}
	}

	/**
	 * Takes down that the migration cannot be undone.
	 * @param directive the directive, whose value is the reason
	 */
	public void irreversible(Directive directive) {
		this.irreversible = directive;
	}

	/**
	 * Returns the directive that says that the migration cannot be undone.
	 * @return the directive, {@code null} if there is none
	 */
	public @Nullable Directive irreversible() {
		return this.irreversible;
	}

	/**
	 * Returns what the script says of directions without statements. It is complete at
	 * the end of the script.
	 * @return the declarations, the same object for most scripts
	 */
	public Declarations declarations() {
		if (this.noop == null && this.nothingToUndo == null && this.irreversible == null) {
			return Declarations.NONE;
		}
		return new Declarations(this.noop, this.nothingToUndo,
				(this.irreversible != null) ? this.irreversible.value() : null, null);
	}

	/**
	 * Takes down that the script is a backfill.
	 * @param directive the directive
	 * @return where its options are collected
	 */
	BackfillBuilder backfill(Directive directive) {
		if (this.backfill == null || this.backfill.isOnlyVerified()) {
			this.backfill = new BackfillBuilder(directive, this.backfill);
		}
		return this.backfill;
	}

	/**
	 * Takes down how it is known that the backfill is done.
	 * @param directive the directive
	 */
	void verify(Directive directive) {
		if (this.backfill == null) {
			this.backfill = new BackfillBuilder(directive, null);
		}
		this.backfill.verify(directive);
	}

	/**
	 * Returns the directive that says that the script is a backfill.
	 * @return the first one, {@code null} if it is none
	 */
	public @Nullable Directive backfillDirective() {
		return (this.backfill != null) ? this.backfill.first() : null;
	}

	/**
	 * Returns what the script says of its batches. It is complete at the first statement.
	 * @return the specification, {@code null} if it is no backfill
	 * @throws InvalidDirectiveException if something is wrong or missing, or contradicts
	 * another directive
	 */
	public @Nullable BackfillSpec backfill() {
		if (this.backfill == null) {
			return null;
		}
		BackfillSpec spec = this.backfill.build();
		if (!this.transactional) {
			throw this.backfill.contradiction("transaction false", "Each batch is a transaction: remove it.");
		}
		if (this.phase == Phase.CONTRACT) {
			throw this.backfill.contradiction("phase contract",
					"Remove it. A backfill that older releases cannot live with requires a migration of that phase,"
							+ " and so waits for it: -- migrate:requires VERSION");
		}
		if (this.lockTimeout != null || this.statementTimeout != null) {
			throw this.backfill.contradiction((this.lockTimeout != null) ? "lock-timeout" : "statement-timeout",
					"Batches have limits of their own, which follow from target=: remove it.");
		}
		return spec;
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
		return new ScriptHeader(this.phase, this.soak, this.requirements, this.transactional,
				new Timeouts(this.lockTimeout, this.statementTimeout));
	}

}
