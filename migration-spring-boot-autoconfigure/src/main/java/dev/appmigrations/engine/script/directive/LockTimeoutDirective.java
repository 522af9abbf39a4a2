package dev.appmigrations.engine.script.directive;

import dev.appmigrations.engine.sql.Directive;

/**
 * {@code lock-timeout 2s}: how long a statement may wait for a lock.
 */
record LockTimeoutDirective() implements DirectiveParser {

	@Override
	public String key() {
		return "lock-timeout";
	}

	@Override
	public void parse(Directive directive, DirectiveTarget target) {
		target.header().lockTimeout(DirectiveDuration.of(directive));
	}

}
