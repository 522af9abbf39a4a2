package dev.appmigrations.command;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

import picocli.CommandLine;

import org.springframework.boot.SpringBootVersion;

/**
 * The version of the library, as its jar has it.
 */
final class LibraryVersion implements CommandLine.IVersionProvider {

	/** Maven writes it into each jar. */
	private static final String PROPERTIES = "/META-INF/maven/dev.appmigrations/"
			+ "migration-spring-boot-autoconfigure/pom.properties";

	@Override
	public String[] getVersion() throws IOException {
		Properties properties = new Properties();
		try (InputStream input = LibraryVersion.class.getResourceAsStream(PROPERTIES)) {
			if (input != null) {
				properties.load(input);
			}
		}
		return new String[] { "App Migrations " + properties.getProperty("version", "of a version that is not known")
				+ " (Spring Boot " + SpringBootVersion.getVersion() + ", Java " + System.getProperty("java.version")
				+ ")" };
	}

}
