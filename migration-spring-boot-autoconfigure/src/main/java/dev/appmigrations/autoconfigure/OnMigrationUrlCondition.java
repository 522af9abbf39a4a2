package dev.appmigrations.autoconfigure;

import dev.appmigrations.autoconfigure.databases.DatabaseSettings;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.StringUtils;

/**
 * Matches where {@code app.migrations.url} is set, and not to a blank text, where
 * {@code app.migrations.databases} names one, or where a reactive application has the URL
 * of a PostgreSQL database.
 */
final class OnMigrationUrlCondition extends SpringBootCondition {

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		ConditionMessage.Builder message = ConditionMessage.forCondition("Migration URL");
		if (StringUtils.hasText(url(context.getEnvironment()))) {
			return ConditionOutcome.match(message.because("app.migrations.url is set"));
		}
		if (!DatabaseSettings.of(context.getEnvironment()).names().isEmpty()) {
			return ConditionOutcome.match(message.because("app.migrations.databases names one"));
		}
		return (R2dbcConnectionDetails.isThere(context.getEnvironment()))
				? ConditionOutcome.match(message.because("spring.r2dbc.url is set"))
				: ConditionOutcome.noMatch(message.because("neither app.migrations.url nor spring.r2dbc.url is set"));
	}

	/** A placeholder that nothing replaces is a text too, and a mistake to be told of. */
	private static @Nullable String url(Environment environment) {
		return Binder.get(environment).bind(MigrationProperties.PREFIX + ".url", String.class).orElse(null);
	}

}
