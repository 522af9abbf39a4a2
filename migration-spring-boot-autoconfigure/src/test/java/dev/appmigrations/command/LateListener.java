package dev.appmigrations.command;

import java.util.Map;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;
import org.springframework.core.env.MapPropertySource;

/**
 * A listener of the application that comes after all of Spring Boot's: it contributes
 * what {@code late.url} says, and logs.
 */
final class LateListener implements ApplicationListener<ApplicationEnvironmentPreparedEvent>, Ordered {

	private static final Logger logger = LoggerFactory.getLogger("com.example.late");

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

	@Override
	public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
		String url = event.getEnvironment().getProperty("late.url");
		if (url != null) {
			event.getEnvironment()
				.getPropertySources()
				.addFirst(new MapPropertySource("late", Map.of("app.migrations.url", url)));
		}
		if (event.getEnvironment().containsProperty("late.log")) {
			logger.info("late information");
			logger.warn("late {}", "warning");
			java.util.logging.Logger.getLogger("com.example.late").warning("late bridged warning");
			LoggerFactory.getLogger("dev.appmigrations.engine.Migrator").warn("late engine");
		}
	}

}
