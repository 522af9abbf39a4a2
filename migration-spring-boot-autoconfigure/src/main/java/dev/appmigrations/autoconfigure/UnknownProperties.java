package dev.appmigrations.autoconfigure;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.appmigrations.autoconfigure.databases.DatabaseSettings;
import dev.appmigrations.autoconfigure.uri.NearNames;
import dev.appmigrations.engine.text.Lines;
import dev.appmigrations.engine.text.VisibleLog;

import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.boot.context.properties.source.UnboundElementsSourceFilter;

/**
 * Properties that do not exist: a misspelled one would have no effect. They are refused
 * in files and among the arguments. The environment and the system properties belong to
 * the machine too, and may have names that mean something else, such as those of a
 * Kubernetes service {@code app-migrations}; Spring Boot leaves those alone for the same
 * reason. There, a name is logged that is next to one that exists.
 */
final class UnknownProperties {

	/** A test compares them with the metadata. */
	static final List<String> KNOWN = List.of("adopt", "advisory-lock.wait-timeout", "backfill.dead-rows",
			"backfill.lease", "backfill.mode", "backfill.old-snapshot", "backfill.replica-lag", "backfill.retained-wal",
			"backfill.throttle-sql", "backfill.window", "baseline-version", "changed", "databases", "driver-class-name",
			"enabled", "guard", "instances.enabled", "instances.heartbeat-expiry", "instances.heartbeat-interval",
			"keep-rollbacks", "layout", "lint.ignore", "lint.max-block", "lint.paths", "lint.rules", "lint.small-rows",
			"lint.small-table", "locations", "missing", "network-timeout", "other-tools", "out-of-order", "password",
			"placeholders", "release", "safety", "schema", "startup", "statements.lock-retry-timeout",
			"statements.lock-timeout", "table", "target", "tenants.locations", "tenants.on-failure", "tenants.parallel",
			"tenants.query", "tenants.schemas", "unknown-properties", "url", "username", "wait-for-database");

	/** Those below which there are names or indexes of the application. */
	private static final List<String> OPEN = List.of("lint.ignore", "lint.rules", "locations", "placeholders",
			"tenants.locations", "tenants.schemas");

	/** What an entry of a list has. */
	private static final String ENTRIES = "lint.paths";

	private static final List<String> OF_ENTRIES = List.of("level", "pattern", "rules");

	/** What one start does, or one application is, however many databases there are. */
	private static final List<String> NOT_OF_DATABASES = List.of("databases", "instances", "other-tools", "startup",
			"tenants", "unknown-properties");

	private static final int DATABASE = DatabaseSettings.DATABASES.getNumberOfElements() + 1;

	private static final VisibleLog logger = VisibleLog.of(UnknownProperties.class);

	private UnknownProperties() {
	}

	/**
	 * Looks for names that do not exist.
	 * @param sources where properties are set
	 * @param policy what becomes of them
	 * @throws MigrationSetupException if one of them has such a name, and that fails a
	 * start; it names all, and those that they may stand for
	 */
	static void check(Iterable<ConfigurationPropertySource> sources, UnknownPropertyPolicy policy) {
		if (policy == UnknownPropertyPolicy.IGNORE) {
			return;
		}
		UnboundElementsSourceFilter filter = new UnboundElementsSourceFilter();
		List<ConfigurationProperty> unknown = new ArrayList<>();
		ConfigurationPropertyName root = ConfigurationPropertyName.of(MigrationProperties.PREFIX);
		for (ConfigurationPropertySource source : sources) {
			if (source instanceof IterableConfigurationPropertySource iterable) {
				boolean ours = filter.apply(source);
				for (ConfigurationPropertyName name : iterable) {
					ConfigurationProperty property = (root.isAncestorOf(name) && !isKnown(root, name))
							? source.getConfigurationProperty(name) : null;
					if (property != null && ours) {
						unknown.add(property);
					}
					else if (property != null) {
						warnOfNear(property);
					}
				}
			}
		}
		if (!unknown.isEmpty()) {
			MigrationSetupException failure = exception(unknown);
			if (policy == UnknownPropertyPolicy.FAIL) {
				throw failure;
			}
			logger.warn("{}", new Lines(failure.description() + "\n" + failure.action()));
		}
	}

	/** A variable may have an underscore for each hyphen and dot, or none. */
	private static void warnOfNear(ConfigurationProperty property) {
		ConfigurationPropertyName prefix = prefix(property.getName());
		String name = simple(property.getName().subName(prefix.getNumberOfElements()).toString());
		if (OPEN.stream().anyMatch((open) -> name.startsWith(simple(open))) || name.startsWith(simple(ENTRIES))) {
			return;
		}
		Map<String, String> known = new HashMap<>();
		KNOWN.forEach((each) -> known.put(simple(each), each));
		List<String> near = (known.containsKey(name)) ? List.of() : NearNames.of(name, known.keySet(), 2);
		if (!near.isEmpty()) {
			logger.warn("{} has no effect: did you mean {}.{}?",
					(property.getOrigin() != null) ? property.getOrigin() : property.getName(), prefix,
					known.get(near.get(0)));
		}
	}

	private static String simple(String name) {
		return name.replaceAll("[.-]", "").toLowerCase(Locale.ROOT);
	}

	/** The databases have their settings below their names. */
	private static ConfigurationPropertyName prefix(ConfigurationPropertyName name) {
		return (DatabaseSettings.DATABASES.isAncestorOf(name) && name.getNumberOfElements() > DATABASE)
				? name.chop(DATABASE) : DatabaseSettings.ROOT;
	}

	private static boolean isKnown(ConfigurationPropertyName root, ConfigurationPropertyName name) {
		ConfigurationPropertyName prefix = prefix(name);
		if (prefix.getNumberOfElements() > root.getNumberOfElements()) {
			ConfigurationPropertyName setting = name.subName(DATABASE);
			return setting.equals(ConfigurationPropertyName.of(DatabaseSettings.DATA_SOURCE))
					|| (!NOT_OF_DATABASES.contains(setting.getElement(0, ConfigurationPropertyName.Form.DASHED))
							&& isKnown(root, root.append(setting)));
		}
		for (String known : KNOWN) {
			if (root.append(known).equals(name)) {
				return true;
			}
		}
		for (String open : OPEN) {
			if (root.append(open).isAncestorOf(name)) {
				return true;
			}
		}
		ConfigurationPropertyName entries = root.append(ENTRIES);
		int size = entries.getNumberOfElements();
		return entries.isAncestorOf(name) && name.isNumericIndex(size) && name.getNumberOfElements() > size + 1
				&& OF_ENTRIES.contains(name.getElement(size + 1, ConfigurationPropertyName.Form.DASHED));
	}

	private static List<String> ofDatabases() {
		List<String> known = new ArrayList<>(List.of(DatabaseSettings.DATA_SOURCE));
		KNOWN.stream().filter((name) -> !NOT_OF_DATABASES.contains(name.split("\\.")[0])).forEach(known::add);
		return known;
	}

	private static MigrationSetupException exception(List<ConfigurationProperty> unknown) {
		StringBuilder found = new StringBuilder("These properties do not exist, and would have no effect:");
		StringBuilder remedies = new StringBuilder("Correct their names, or remove them:");
		for (ConfigurationProperty property : unknown) {
			String name = property.getName().toString();
			ConfigurationPropertyName prefix = prefix(property.getName());
			List<String> near = NearNames.of(property.getName().subName(prefix.getNumberOfElements()).toString(),
					(prefix.equals(DatabaseSettings.ROOT)) ? KNOWN : ofDatabases());
			found.append("\n  ").append(name);
			if (property.getOrigin() != null) {
				found.append(" (from ").append(property.getOrigin()).append(')');
			}
			remedies.append("\n  ").append(name);
			for (int i = 0; i < near.size(); i++) {
				remedies.append((i == 0) ? ": did you mean " : " or ");
				remedies.append(prefix).append('.').append(near.get(i));
			}
			remedies.append((near.isEmpty()) ? "" : "?");
		}
		return new MigrationSetupException(found.toString(), remedies.toString());
	}

}
