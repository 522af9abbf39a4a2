package dev.appmigrations.java;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

import dev.appmigrations.engine.jdbc.JdbcWork;
import dev.appmigrations.engine.migration.CodeMigration;
import dev.appmigrations.engine.migration.ErrorCode;
import dev.appmigrations.engine.migration.MigrationCode;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.text.VisibleLog;

import org.springframework.beans.BeansException;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.beans.factory.BeanCurrentlyInCreationException;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.util.ClassUtils;

/**
 * The {@link JavaMigration} beans of a context, as their annotations describe them. None
 * of them is created before it runs.
 */
public final class JavaMigrations implements SmartInitializingSingleton {

	private static final VisibleLog logger = VisibleLog.of(JavaMigrations.class);

	private final ConfigurableListableBeanFactory beanFactory;

	private final Map<String, JavaMigrationDefinition> definitions = new LinkedHashMap<>();

	private final Set<String> databases = ConcurrentHashMap.newKeySet();

	private volatile boolean complete;

	/**
	 * Finds the beans.
	 * @param beanFactory the context's
	 * @throws MigrationException if one of them says nothing, or something wrong, of
	 * itself
	 */
	public JavaMigrations(ConfigurableListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
		for (String bean : beanFactory.getBeanNamesForType(JavaMigration.class, true, false)) {
			this.definitions.put(bean, definition(bean));
		}
		warnOfThoseNotInIndex();
	}

	private JavaMigrationDefinition definition(String bean) {
		Migration annotation = this.beanFactory.findAnnotationOnBean(bean, Migration.class);
		Class<?> type = Objects.requireNonNullElse(this.beanFactory.getType(bean, false), JavaMigration.class);
		Class<?> userClass = ClassUtils.getUserClass(type);
		if (annotation == null) {
			throw new MigrationException(ErrorCode.INVALID_MIGRATIONS,
					"The JavaMigration bean '" + bean + "' has no name in the history.",
					"Write @Migration(\"V5__name\") on the class " + userClass.getName()
							+ ", or on the method that makes the bean.",
					null);
		}
		JavaMigrationDefinition definition = JavaMigrationDefinition.of(annotation, location(bean, userClass),
				hasRollback(userClass));
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
	public List<CodeMigration> of(String database) {
		this.databases.add(database);
		List<CodeMigration> migrations = new ArrayList<>();
		this.definitions.forEach((bean, definition) -> {
			if (definition.database().equals(database)) {
				migrations.add(definition.migration(new Code(bean, definition), classLoader()));
			}
		});
		return migrations;
	}

	/**
	 * Tells whether some wait until the context is complete.
	 * @return whether there is anything left to do then
	 */
	public boolean hasLate() {
		return this.definitions.values().stream().anyMatch(JavaMigrationDefinition::afterContext);
	}

	@Override
	public void afterSingletonsInstantiated() {
		this.complete = true;
		for (JavaMigrationDefinition definition : this.definitions.values()) {
			if (!this.databases.contains(definition.database())) {
				throw new MigrationException(ErrorCode.INVALID_MIGRATIONS,
						"No migrator applies " + definition.name() + " (" + definition.location() + "), which is for "
								+ ((definition.database().isEmpty()) ? "the application's own database"
										: "the database '" + definition.database() + "'")
								+ ".",
						"Name the database in @Migration, as in app.migrations.databases, or the bean of a"
								+ " MigratorFactoryBean.",
						null);
			}
		}
	}

	/**
	 * The code of one migration.
	 */
	private final class Code implements MigrationCode {

		private final String bean;

		private final JavaMigrationDefinition definition;

		Code(String bean, JavaMigrationDefinition definition) {
			this.bean = bean;
			this.definition = definition;
		}

		@Override
		public boolean isReady() {
			return JavaMigrations.this.complete;
		}

		@Override
		public JdbcWork apply(Map<String, String> placeholders) {
			JavaMigration migration = bean();
			return (connection) -> migration.migrate(JavaMigrationContext.of(connection, placeholders));
		}

		@Override
		public JdbcWork undo(Map<String, String> placeholders) {
			JavaMigration migration = bean();
			return (connection) -> migration.rollback(JavaMigrationContext.of(connection, placeholders));
		}

		private JavaMigration bean() {
			try {
				return JavaMigrations.this.beanFactory.getBean(this.bean, JavaMigration.class);
			}
			catch (BeansException ex) {
				throw (ex.getMostSpecificCause() instanceof BeanCurrentlyInCreationException) ? circle(ex)
						: new MigrationException(ErrorCode.JAVA_MIGRATION_FAILED,
								"Migration " + this.definition.name() + " (" + this.definition.location()
										+ ") could not be created. Nothing of it was run.\n" + ex.getMessage(),
								"Correct the bean '" + this.bean + "', and start again.", ex);
			}
		}

		private MigrationException circle(BeansException failure) {
			List<String> path = new ArrayList<>();
			for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
				String name = (cause instanceof BeanCreationException creation) ? creation.getBeanName() : null;
				if (name != null && !path.contains(name)) {
					path.add(name);
				}
			}
			return new MigrationException(ErrorCode.JAVA_MIGRATION_FAILED,
					"Migration " + this.definition.name() + " (" + this.definition.location()
							+ ") needs beans that wait for the migrations: a circle. Nothing of it was run.\n\n  "
							+ String.join("\n  needs ", path),
					"Write afterContext = true in its @Migration: then it runs when all beans are there, and the"
							+ " application is ready after it. Or let it use the JdbcClient of its context only.",
					failure);
		}

	}

}
