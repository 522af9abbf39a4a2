package dev.appmigrations.java;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import dev.appmigrations.engine.migration.ErrorCode;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.text.VisibleLog;
import dev.appmigrations.java.JavaMigrationDefinition.Kind;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.util.ClassUtils;

/**
 * The {@link JavaMigration} and {@link BackfillMigration} beans of a context, as their
 * annotations describe them. None of them is created before it runs.
 */
public final class JavaMigrations implements SmartInitializingSingleton {

	private static final VisibleLog logger = VisibleLog.of(JavaMigrations.class);

	private final ConfigurableListableBeanFactory beanFactory;

	private final Map<String, JavaMigrationDefinition> definitions = new LinkedHashMap<>();

	private final Set<String> databases = ConcurrentHashMap.newKeySet();

	private volatile boolean hasTenants;

	private volatile boolean complete;

	/**
	 * Finds the beans.
	 * @param beanFactory the context's
	 * @throws MigrationException if one of them says nothing, or something wrong, of
	 * itself
	 */
	public JavaMigrations(ConfigurableListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
		for (Class<?> kind : List.of(JavaMigration.class, BackfillMigration.class)) {
			for (String bean : beanFactory.getBeanNamesForType(kind, true, false)) {
				this.definitions.put(bean, definition(bean, kind));
			}
		}
		warnOfThoseNotInIndex();
	}

	private JavaMigrationDefinition definition(String bean, Class<?> kind) {
		Migration annotation = this.beanFactory.findAnnotationOnBean(bean, Migration.class);
		Class<?> type = Objects.requireNonNullElse(this.beanFactory.getType(bean, false), kind);
		Class<?> userClass = ClassUtils.getUserClass(type);
		if (annotation == null) {
			throw new MigrationException(ErrorCode.INVALID_MIGRATIONS,
					"The " + kind.getSimpleName() + " bean '" + bean + "' has no name in the history.",
					"Write @Migration(\"V5__name\") on the class " + userClass.getName()
							+ ", or on the method that makes the bean.",
					null);
		}
		JavaMigrationDefinition definition = JavaMigrationDefinition.of(annotation, location(bean, userClass),
				(kind == BackfillMigration.class) ? Kind.BACKFILL : Kind.MIGRATION,
				kind == JavaMigration.class && hasRollback(userClass));
		String mistake = definition.mistake();
		if (mistake != null) {
			throw new MigrationException(ErrorCode.INVALID_MIGRATIONS,
					"The migration of the bean '" + bean + "' " + mistake,
					"Correct @Migration on " + definition.location() + ".", null);
		}
		return definition;
	}

	private String location(String bean, Class<?> type) {
		if (type.isAnnotationPresent(Migration.class)) {
			return type.getName();
		}
		BeanDefinition definition = this.beanFactory.getMergedBeanDefinition(bean);
		Method method = (definition instanceof RootBeanDefinition root) ? root.getResolvedFactoryMethod() : null;
		return (method != null) ? method.getDeclaringClass().getName() + "#" + method.getName() : type.getName();
	}

	private static boolean hasRollback(Class<?> type) {
		Method method = ClassUtils.getMethodIfAvailable(type, "rollback", JavaMigrationContext.class);
		return method != null && method.getDeclaringClass() != JavaMigration.class;
	}

	private void warnOfThoseNotInIndex() {
		ClassLoader classLoader = classLoader();
		Set<String> known = JavaMigrationIndex.read(classLoader)
			.stream()
			.map(JavaMigrationDefinition::name)
			.collect(Collectors.toSet());
		List<String> missing = this.definitions.values()
			.stream()
			.map(JavaMigrationDefinition::name)
			.filter((name) -> !known.contains(name))
			.toList();
		if (!missing.isEmpty()) {
			logger.warn(
					"Commands see migrations in Java only with --context, because the annotation processor has not"
							+ " written {}: {}. Let the compiler process annotations",
					JavaMigrationIndex.LOCATION, String.join(", ", missing));
		}
	}

	private ClassLoader classLoader() {
		return Objects.requireNonNullElse(this.beanFactory.getBeanClassLoader(), JavaMigrations.class.getClassLoader());
	}

	/**
	 * Returns the migrations of one database.
	 * @param database its name; empty for the application's own
	 * @return the migrations
	 */
	public List<dev.appmigrations.engine.migration.Migration> of(String database) {
		this.databases.add(database);
		return migrations((definition) -> definition.isFor(database));
	}

	/**
	 * Returns the migrations of each tenant.
	 * @return the migrations
	 */
	public List<dev.appmigrations.engine.migration.Migration> ofTenants() {
		this.hasTenants = true;
		return migrations(JavaMigrationDefinition::tenants);
	}

	private List<dev.appmigrations.engine.migration.Migration> migrations(Predicate<JavaMigrationDefinition> wanted) {
		List<dev.appmigrations.engine.migration.Migration> migrations = new ArrayList<>();
		this.definitions.forEach((bean, definition) -> {
			if (wanted.test(definition)) {
				migrations.add(definition.migration(
						new MigrationBean(this.beanFactory, bean, definition, () -> this.complete), classLoader()));
			}
		});
		return migrations;
	}

	/**
	 * Tells whether some wait until the context is complete.
	 * @param tenants whether those of tenants are meant, or else those of databases
	 * @return whether there is anything left to do then
	 */
	public boolean hasLate(boolean tenants) {
		return this.definitions.values()
			.stream()
			.anyMatch((definition) -> definition.afterContext() && definition.tenants() == tenants);
	}

	/**
	 * Returns the class files that checksums are made of.
	 * @return paths on the class path
	 */
	List<String> checkedClassFiles() {
		return this.definitions.values()
			.stream()
			.filter(JavaMigrationDefinition::checksumOfClass)
			.map(JavaMigrationDefinition::classFile)
			.toList();
	}

	@Override
	public void afterSingletonsInstantiated() {
		this.complete = true;
		for (JavaMigrationDefinition definition : this.definitions.values()) {
			if ((definition.tenants()) ? !this.hasTenants : !this.databases.contains(definition.database())) {
				throw new MigrationException(ErrorCode.INVALID_MIGRATIONS,
						"No migrator applies " + definition.name() + " (" + definition.location() + "), which is for "
								+ target(definition) + ".",
						(definition.tenants()) ? "Name the tenants in app.migrations.tenants."
								: "Name the database in @Migration, as in app.migrations.databases, or the bean of a"
										+ " MigratorFactoryBean.",
						null);
			}
		}
	}

	private static String target(JavaMigrationDefinition definition) {
		if (definition.tenants()) {
			return "tenants";
		}
		return (definition.database().isEmpty()) ? "the application's own database"
				: "the database '" + definition.database() + "'";
	}

}
