package dev.appmigrations.engine.script.directive;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.appmigrations.engine.migration.Phase;
import dev.appmigrations.engine.sql.Directive;

/**
 * {@code phase expand}, {@code phase contract} or {@code phase contract after 24h}: when
 * the migration may run in a rollout.
 */
record PhaseDirective() implements DirectiveParser {

	private static final Pattern SOAKING = Pattern.compile("contract\\s+after\\s+(.*)");

	@Override
	public String key() {
		return "phase";
	}

	@Override
	public void parse(Directive directive, DirectiveTarget target) {
		String value = directive.value().toLowerCase(Locale.ROOT);
		Matcher soaking = SOAKING.matcher(value);
		if (soaking.matches()) {
			target.header().phase(Phase.CONTRACT, DirectiveDuration.ofDays(directive, soaking.group(1)));
			return;
		}
		Phase phase = switch (value) {
			case "expand" -> Phase.EXPAND;
			case "contract" -> Phase.CONTRACT;
			default -> throw new InvalidDirectiveException(directive, "there is no phase '" + directive.value() + "'",
					"The phases are: expand (the default), contract, contract after DURATION (24h, 7d).");
		};
		target.header().phase(phase, Duration.ZERO);
	}

}
