package dev.appmigrations.autoconfigure;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.AbstractBindHandler;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.core.convert.ConversionFailedException;

/**
 * Refuses properties of migrations that would have no effect, where the application and
 * the commands read them.
 */
final class PropertyCheck extends AbstractBindHandler {

	private static final String GUARD = MigrationProperties.PREFIX + ".guard";

	PropertyCheck(BindHandler parent) {
		super(parent);
	}

	@Override
	public <T> @Nullable Bindable<T> onStart(ConfigurationPropertyName name, Bindable<T> target, BindContext context) {
		if (context.getDepth() == 0 && MigrationProperties.PREFIX.equals(name.toString())) {
			RenamedProperties.reject(context.getSources());
			UnknownProperties.check(context.getSources(),
					context.getBinder()
						.bind(MigrationProperties.PREFIX + ".unknown-properties", UnknownPropertyPolicy.class)
						.orElse(UnknownPropertyPolicy.FAIL));
		}
		return super.onStart(name, target, context);
	}

	@Override
	public @Nullable Object onFailure(ConfigurationPropertyName name, Bindable<?> target, BindContext context,
			Exception error) throws Exception {
		if (GUARD.equals(name.toString()) && error instanceof ConversionFailedException failure
				&& failure.getValue() != null) {
			GuardValue.reject(failure.getValue().toString());
		}
		return super.onFailure(name, target, context, error);
	}

}
