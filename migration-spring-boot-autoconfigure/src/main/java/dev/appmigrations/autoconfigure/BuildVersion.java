package dev.appmigrations.autoconfigure;

import java.io.IOException;
import java.io.UncheckedIOException;

import org.jspecify.annotations.Nullable;

import org.springframework.core.env.Environment;
import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PropertiesLoaderUtils;

/**
 * The version in the build information, which a context has as a bean.
 */
final class BuildVersion {

	private BuildVersion() {
	}

	static @Nullable String find(Environment environment, ClassLoader classLoader) {
		Resource resource = new DefaultResourceLoader(classLoader).getResource(
				environment.getProperty("spring.info.build.location", "classpath:META-INF/build-info.properties"));
		try {
			return (resource.exists()) ? PropertiesLoaderUtils.loadProperties(resource).getProperty("build.version")
					: null;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
