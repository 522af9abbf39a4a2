package dev.appmigrations.autoconfigure;

import java.util.regex.Pattern;

import dev.appmigrations.autoconfigure.wording.PropertyWording;
import dev.appmigrations.engine.wording.Choice;
import dev.appmigrations.engine.wording.Message;
import dev.appmigrations.engine.wording.Placeholder;
import dev.appmigrations.engine.wording.Setting;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The properties that messages name.
 */
class PropertyWordingTests {

	private static final Pattern PROPERTY = Pattern.compile("app\\.migrations\\.([a-z.-]+)");

	@ParameterizedTest
	@EnumSource
	void everySettingIsAProperty(Setting setting) {
		PROPERTY.matcher(new PropertyWording().setting(setting))
			.results()
			.forEach((name) -> assertThat(UnknownProperties.KNOWN).contains(name.group(1)));
	}

	@ParameterizedTest
	@EnumSource
	void everyChoiceIsAPropertyWithAValueThatItTakes(Choice choice) {
		String[] assignment = new PropertyWording().choice(choice).split("=");
		MapConfigurationPropertySource source = new MapConfigurationPropertySource();
		source.put(assignment[0], assignment[1]);
		assertThat(bind(source)).isNotNull();
	}

	@ParameterizedTest
	@EnumSource(names = { "GUARD", "MISSING", "OUT_OF_ORDER" })
	void everyPolicyTakesAWarning(Setting setting) {
		String[] assignment = Message.of("").and(setting.to("warn")).in(new PropertyWording()).split("=");
		MapConfigurationPropertySource source = new MapConfigurationPropertySource();
		source.put(assignment[0], assignment[1]);
		source.put(Message.of("").and(new Placeholder("name")).in(new PropertyWording()), "value");
		assertThat(bind(source).placeholders()).containsEntry("name", "value");
	}

	private static MigrationProperties bind(MapConfigurationPropertySource source) {
		return new Binder(source).bindOrCreate(MigrationProperties.PREFIX, Bindable.of(MigrationProperties.class),
				new PropertyCheck(BindHandler.DEFAULT));
	}

}
