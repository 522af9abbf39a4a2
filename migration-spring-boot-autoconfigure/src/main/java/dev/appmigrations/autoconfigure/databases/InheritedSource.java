package dev.appmigrations.autoconfigure.databases;

import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertyState;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;

/**
 * A property source in which what is set above seems to be set below: {@code a.b.c} for
 * {@code a.c}.
 */
class InheritedSource implements ConfigurationPropertySource {

	private final ConfigurationPropertySource source;

	private final ConfigurationPropertyName above;

	private final ConfigurationPropertyName below;

	private final Set<String> left;

	private InheritedSource(ConfigurationPropertySource source, ConfigurationPropertyName above,
			ConfigurationPropertyName below, Set<String> left) {
		this.source = source;
		this.above = above;
		this.below = below;
		this.left = left;
	}

	/**
	 * Creates a source.
	 * @param source where properties are set
	 * @param above the prefix that they have
	 * @param below the prefix that they seem to have
	 * @param left the names behind the prefix that are not inherited
	 * @return a source that can be iterated if the other one can
	 */
	static ConfigurationPropertySource of(ConfigurationPropertySource source, ConfigurationPropertyName above,
			ConfigurationPropertyName below, Set<String> left) {
		return (source instanceof IterableConfigurationPropertySource iterable)
				? new Listed(iterable, above, below, left) : new InheritedSource(source, above, below, left);
	}

	@Override
	public @Nullable ConfigurationProperty getConfigurationProperty(ConfigurationPropertyName name) {
		ConfigurationPropertyName inherited = inherited(name);
		ConfigurationProperty found = (inherited != null) ? this.source.getConfigurationProperty(inherited) : null;
		return (found != null) ? new ConfigurationProperty(name, found.getValue(), found.getOrigin()) : null;
	}

	@Override
	public ConfigurationPropertyState containsDescendantOf(ConfigurationPropertyName name) {
		if (name.equals(this.below) || name.isAncestorOf(this.below)) {
			return ConfigurationPropertyState.UNKNOWN;
		}
		ConfigurationPropertyName inherited = inherited(name);
		return (inherited != null) ? this.source.containsDescendantOf(inherited) : ConfigurationPropertyState.ABSENT;
	}

	@Override
	public @Nullable Object getUnderlyingSource() {
		return this.source.getUnderlyingSource();
	}

	private @Nullable ConfigurationPropertyName inherited(ConfigurationPropertyName name) {
		if (!this.below.isAncestorOf(name)) {
			return null;
		}
		ConfigurationPropertyName rest = name.subName(this.below.getNumberOfElements());
		return (this.left.contains(rest.getElement(0, Form.DASHED))) ? null : this.above.append(rest);
	}

	/**
	 * A source whose names are known.
	 */
	private static final class Listed extends InheritedSource implements IterableConfigurationPropertySource {

		private final IterableConfigurationPropertySource source;

		private Listed(IterableConfigurationPropertySource source, ConfigurationPropertyName above,
				ConfigurationPropertyName below, Set<String> left) {
			super(source, above, below, left);
			this.source = source;
		}

		@Override
		public Stream<ConfigurationPropertyName> stream() {
			return this.source.stream()
				.filter((name) -> super.above.isAncestorOf(name) && !DatabaseSettings.DATABASES.isAncestorOf(name))
				.map((name) -> super.below.append(name.subName(super.above.getNumberOfElements())))
				.filter((name) -> getConfigurationProperty(name) != null);
		}

	}

}
