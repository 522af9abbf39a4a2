package dev.appmigrations.engine.script.directive;

import java.util.Locale;

import dev.appmigrations.engine.migration.Phase;
import dev.appmigrations.engine.sql.Directive;

/**
 * {@code phase expand} or {@code phase contract}: when the migration may run in a
 * rollout.
 */
record PhaseDirective() implements DirectiveParser {

	@Override
	public String key() {
		return "phase";
	}

	@Override
	public void parse(Directive directive, DirectiveTarget target) {
		Phase phase = switch (directive.value().toLowerCase(Locale.ROOT)) {
			case "expand" -> Phase.EXPAND;
			case "contract" -> Phase.CONTRACT;
			default -> throw new InvalidDirectiveException(directive, "there is no phase '" + directive.value() + "'",
					"The phases are: expand (the default), contract.");
		};
		target.header().phase(phase);
	}

}
