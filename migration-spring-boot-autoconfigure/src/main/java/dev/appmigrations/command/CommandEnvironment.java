package dev.appmigrations.command;

import java.util.LinkedHashMap;
import java.util.Map;

import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.logging.LoggingApplicationListener;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;
import org.springframework.core.env.MapPropertySource;

/**
 * Sets what a command needs before the log begins: a log of warnings only, and, where the
 * application's context is to be created, one that does nothing of its own accord.
 */
final class CommandEnvironment implements ApplicationListener<ApplicationEnvironmentPreparedEvent>, Ordered {

	private static final Map<String, Object> IDLE = Map.ofEntries(Map.entry("spring.main.web-application-type", "none"),
			Map.entry("spring.main.lazy-initialization", "true"), Map.entry("spring.main.banner-mode", "off"),
			Map.entry("spring.main.log-startup-info", "false"), Map.entry("app.migrations.startup", "none"),
			Map.entry("spring.sql.init.mode", "never"), Map.entry("spring.flyway.enabled", "false"),
			Map.entry("spring.liquibase.enabled", "false"), Map.entry("spring.batch.job.enabled", "false"),
			Map.entry("spring.quartz.auto-startup", "false"));

	private final CommandRun run;

	CommandEnvironment(CommandRun run) {
		this.run = run;
	}

	@Override
	public int getOrder() {
		return LoggingApplicationListener.DEFAULT_ORDER - 2;
	}

	@Override
	public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
		Map<String, Object> properties = new LinkedHashMap<>();
		if (this.run.needsContext(event.getEnvironment(), event.getSpringApplication().getClassLoader())) {
			properties.putAll(IDLE);
		}
		if (!this.run.isVerbose()) {
			properties.put("logging.threshold.console", "warn");
			properties.put("logging.level.root", "warn");
			// The command itself tells what the log of the engine would.
			properties.put("logging.level.dev.appmigrations.engine", "off");
			properties.put("logging.level.dev.appmigrations.notice", "off");
		}
		event.getEnvironment().getPropertySources().addFirst(new MapPropertySource("migrationsCommand", properties));
	}

}
