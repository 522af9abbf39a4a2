package dev.appmigrations.autoconfigure;

import java.sql.Connection;

import javax.sql.DataSource;

import dev.appmigrations.autoconfigure.databases.TenantProperties;
import dev.appmigrations.java.JavaMigrationIndex;
import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.boot.context.properties.bind.BindableRuntimeHintsRegistrar;

/**
 * What a native image needs and no bean definition tells: proxies of JDBC, a driver that
 * is created by its name, properties that are bound by hand, and the index of migrations
 * in Java.
 */
final class MigrationRuntimeHints implements RuntimeHintsRegistrar {

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		hints.proxies().registerJdkProxy(Connection.class).registerJdkProxy(DataSource.class);
		hints.reflection()
			.registerTypeIfPresent(classLoader, "org.postgresql.Driver", MemberCategory.INVOKE_PUBLIC_CONSTRUCTORS);
		hints.resources().registerPattern(JavaMigrationIndex.LOCATION);
		BindableRuntimeHintsRegistrar.forTypes(TenantProperties.class).registerHints(hints, classLoader);
	}

}
