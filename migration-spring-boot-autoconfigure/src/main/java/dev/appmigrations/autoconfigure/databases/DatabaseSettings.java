package dev.appmigrations.autoconfigure.databases;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.PropertySourcesPlaceholdersResolver;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.Environment;

/**
 * The settings of several databases, below {@code app.migrations.databases.NAME}. A
 * database has every setting of {@code app.migrations} but for those that it sets itself:
 * <ol>
 * <li>A map, such as that of placeholders, has the entries of both.
 * <li>Who says where to connect says all of it: neither URL nor user, password or driver
 * come from above where the database has a URL or names a data source.
 * </ol>
 */
public final class DatabaseSettings {

	/** The settings of all databases. */
	public static final ConfigurationPropertyName ROOT = ConfigurationPropertyName.of("app.migrations");

	/** The names of databases are below this. */
	public static final ConfigurationPropertyName DATABASES = ROOT.append("databases");

	/** The settings of tenants. */
	private static final ConfigurationPropertyName TENANTS = ROOT.append("tenants");

	/** The name of a bean, where a database has no URL. */
	public static final String DATA_SOURCE = "data-source";

	private static final Set<String> CONNECTION = Set.of("url", "username", "password", "driver-class-name");

	private final Iterable<ConfigurationPropertySource> sources;

	private final PropertySourcesPlaceholdersResolver placeholders;

	private DatabaseSettings(Environment environment) {
		this.sources = ConfigurationPropertySources.get(environment);
		this.placeholders = new PropertySourcesPlaceholdersResolver(environment);
	}

	/**
	 * Reads the settings of an application.
	 * @param environment its environment
	 * @return the settings
	 */
	public static DatabaseSettings of(Environment environment) {
		return new DatabaseSettings(environment);
	}

	/**
	 * Returns the names of the databases.
	 * @return in the order in which they are set, each once; with hyphens where a file
	 * has them
	 */
	public List<String> names() {
		Map<String, String> names = new LinkedHashMap<>();
		int element = DATABASES.getNumberOfElements();
		for (ConfigurationPropertySource source : this.sources) {
			if (source instanceof IterableConfigurationPropertySource iterable) {
				for (ConfigurationPropertyName name : iterable) {
					if (DATABASES.isAncestorOf(name) && name.getNumberOfElements() > element + 1) {
						// A variable has no hyphens: whoever has them knows them.
						names.merge(name.getElement(element, Form.UNIFORM), name.getElement(element, Form.DASHED),
								(one, other) -> (other.length() > one.length()) ? other : one);
					}
				}
			}
		}
		return List.copyOf(names.values());
	}

	/**
	 * Tells whether there are tenants.
	 * @return whether a property says something about them
	 */
	public boolean hasTenants() {
		for (ConfigurationPropertySource source : this.sources) {
			if (source instanceof IterableConfigurationPropertySource iterable
					&& iterable.stream().anyMatch(TENANTS::isAncestorOf)) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Returns what binds the settings of a database, with those that it inherits.
	 * @param database its name
	 * @return a binder, for names below {@link #name}
	 */
	public Binder binder(String database) {
		ConfigurationPropertyName own = ConfigurationPropertyName.of(name(database));
		List<ConfigurationPropertySource> all = new ArrayList<>();
		boolean connects = false;
		for (ConfigurationPropertySource source : this.sources) {
			all.add(source);
			connects = connects || source.getConfigurationProperty(own.append("url")) != null
					|| source.getConfigurationProperty(own.append(DATA_SOURCE)) != null;
		}
		Set<String> left = (connects) ? CONNECTION : Set.of();
		for (ConfigurationPropertySource source : this.sources) {
			all.add(InheritedSource.of(source, ROOT, own, left));
		}
		return new Binder(all, this.placeholders);
	}

	/**
	 * Returns the name below which the settings of a database are.
	 * @param database its name
	 * @return the name of a property
	 */
	public static String name(String database) {
		return DATABASES + "." + database;
	}

	/**
	 * Returns the name of the bean that migrates a database.
	 * @param database its name
	 * @return the name in camel case, with {@code Migrator} behind it
	 */
	public static String beanName(String database) {
		StringBuilder bean = new StringBuilder();
		boolean upper = false;
		for (int i = 0; i < database.length(); i++) {
			char letter = database.charAt(i);
			if (letter != '-') {
				bean.append((upper) ? Character.toUpperCase(letter) : letter);
			}
			upper = letter == '-';
		}
		return bean + "Migrator";
	}

}
