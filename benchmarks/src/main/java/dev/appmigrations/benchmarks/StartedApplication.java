package dev.appmigrations.benchmarks;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;

import javax.sql.DataSource;

import com.sun.management.OperatingSystemMXBean;

import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;

/**
 * A minimal application with a data source. What else it does while it starts depends on
 * its class path. When it is ready it reports, and ends.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class StartedApplication {

	/** The folder of scripts that the lower bound reads. */
	static final String LOWER_BOUND = "benchmark.lower-bound";

	@Bean
	@ConditionalOnProperty(LOWER_BOUND)
	InitializingBean lowerBound(DataSource dataSource, @Value("${" + LOWER_BOUND + "}") String folder) {
		return () -> BareDriver.verify(dataSource, new ScriptFolder(Path.of(folder)));
	}

	@Bean
	ApplicationListener<ApplicationReadyEvent> report() {
		return (event) -> {
			long started = ManagementFactory.getRuntimeMXBean().getStartTime();
			long wall = System.currentTimeMillis() - started;
			OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
			long cpu = system.getProcessCpuTime() / 1_000_000;
			Fork.report(wall, cpu, ManagementFactory.getClassLoadingMXBean().getTotalLoadedClassCount());
		};
	}

	/**
	 * Starts the application.
	 * @param args properties
	 */
	public static void main(String[] args) {
		SpringApplication application = new SpringApplication(StartedApplication.class);
		application.setBannerMode(Banner.Mode.OFF);
		application.run(args).close();
	}

}
