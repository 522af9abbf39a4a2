package dev.appmigrations.autoconfigure.instance;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Properties;

import com.zaxxer.hikari.HikariDataSource;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;

/**
 * Gives the sessions of an application's pools the {@link InstanceName}, where neither
 * the URL nor a property of the driver names them.
 */
public final class PoolNames implements BeanPostProcessor {

	public static final String PROPERTY = "ApplicationName";

	private static final String SCHEME = "jdbc:postgresql:";

	private final ObjectProvider<InstanceName> name;

	public PoolNames(ObjectProvider<InstanceName> name) {
		this.name = name;
	}

	@Override
	public Object postProcessBeforeInitialization(Object bean, String beanName) {
		// One that was made with its whole configuration has begun to connect.
		if (bean instanceof HikariDataSource pool && isPostgres(pool) && !pool.isRunning() && nameOf(pool) == null) {
			InstanceName name = this.name.getIfAvailable();
			if (name != null) {
				pool.addDataSourceProperty(PROPERTY, name.value());
			}
		}
		return bean;
	}

	private static boolean isPostgres(HikariDataSource pool) {
		String url = pool.getJdbcUrl();
		return url != null && url.startsWith(SCHEME);
	}

	/** The name that its sessions have, {@code null} if nothing gives them one. */
	static @Nullable String nameOf(HikariDataSource pool) {
		String url = pool.getJdbcUrl();
		String inUrl = (url != null) ? parameter(url) : null;
		return (inUrl != null) ? inUrl : property(pool.getDataSourceProperties());
	}

	/** The same URL, which names the sessions no more. */
	static String withoutName(String url) {
		return (parameter(url) == null) ? url : url.replaceAll("(?i)(?<=[?&])" + PROPERTY + "=[^&]*(&|$)", "");
	}

	static @Nullable String property(Properties properties) {
		for (String name : properties.stringPropertyNames()) {
			if (PROPERTY.equalsIgnoreCase(name)) {
				return properties.getProperty(name);
			}
		}
		return null;
	}

	static @Nullable String parameter(String url) {
		int query = url.indexOf('?');
		if (query < 0) {
			return null;
		}
		String start = PROPERTY.toLowerCase(Locale.ROOT) + "=";
		for (String parameter : url.substring(query + 1).split("&")) {
			if (parameter.toLowerCase(Locale.ROOT).startsWith(start)) {
				return URLDecoder.decode(parameter.substring(start.length()), StandardCharsets.UTF_8);
			}
		}
		return null;
	}

}
