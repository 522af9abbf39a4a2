package dev.appmigrations.sample;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * The back end of a small e-mail campaign product, whose schema is migrated by the
 * starter when it starts. It has a PostgreSQL server of its own, unless
 * {@code DATABASE_URL} or {@code spring.datasource.url} names another.
 */
@SpringBootApplication
public class SampleApplication {

	public static void main(String[] args) {
		SpringApplication.run(SampleApplication.class, args);
	}

}
