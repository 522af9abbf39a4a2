package dev.appmigrations.support;

import java.lang.reflect.Field;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ModifierSupport;

/**
 * Gives each {@link FreshDatabase} its database, and drops it.
 */
final class FreshDatabaseExtension implements BeforeAllCallback, BeforeEachCallback, ParameterResolver {

	private static final Namespace NAMESPACE = Namespace.create(FreshDatabaseExtension.class);

	@Override
	public void beforeAll(ExtensionContext context) throws IllegalAccessException {
		inject(context, context.getRequiredTestClass(), null);
	}

	@Override
	public void beforeEach(ExtensionContext context) throws IllegalAccessException {
		for (Object instance : context.getRequiredTestInstances().getAllInstances()) {
			inject(context, instance.getClass(), instance);
		}
	}

	private static void inject(ExtensionContext context, Class<?> type, @Nullable Object instance)
			throws IllegalAccessException {
		List<Field> fields = AnnotationSupport.findAnnotatedFields(type, FreshDatabase.class,
				(field) -> ModifierSupport.isStatic(field) == (instance == null), HierarchyTraversalMode.TOP_DOWN);
		for (Field field : fields) {
			field.setAccessible(true);
			field.set(instance, database(context, field, field.getAnnotation(FreshDatabase.class)));
		}
	}

	@Override
	public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
		return parameter.isAnnotated(FreshDatabase.class);
	}

	@Override
	public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
		return database(context, parameter.getParameter(), parameter.findAnnotation(FreshDatabase.class).orElseThrow());
	}

	/** The store closes it at the end of the test, or of the class. */
	private static TestDatabase database(ExtensionContext context, Object place, FreshDatabase annotation) {
		return context.getStore(NAMESPACE)
			.computeIfAbsent(place, (key) -> TestDatabase.create(annotation.value()), TestDatabase.class);
	}

}
