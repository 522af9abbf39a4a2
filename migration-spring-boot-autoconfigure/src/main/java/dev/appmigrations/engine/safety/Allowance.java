package dev.appmigrations.engine.safety;

import dev.appmigrations.engine.sql.Directive;
import dev.appmigrations.engine.sql.SourcePosition;
import org.jspecify.annotations.Nullable;

/**
 * A directive that allows what a rule finds.
 */
final class Allowance {

	static final String STATEMENT = "allow";

	static final String FILE = "allow-in-file";

	private final String rule;

	private final String reason;

	private final SourcePosition position;

	private boolean used;

	private Allowance(String rule, String reason, SourcePosition position) {
		this.rule = rule;
		this.reason = reason;
		this.position = position;
	}

	/** Reads a directive whose value was found to be right when the script was parsed. */
	static @Nullable Allowance of(Directive directive) {
		if (!directive.key().equals(STATEMENT) && !directive.key().equals(FILE)) {
			return null;
		}
		String[] words = directive.value().split("\\s+", 2);
		return (words.length == 2) ? new Allowance(words[0], words[1], directive.position()) : null;
	}

	boolean allows(String id) {
		return this.rule.equals(id);
	}

	/** Returns why, and remembers that it was needed. */
	String use() {
		this.used = true;
		return this.reason;
	}

	String rule() {
		return this.rule;
	}

	SourcePosition position() {
		return this.position;
	}

	boolean isUsed() {
		return this.used;
	}

}
