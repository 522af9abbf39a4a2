package dev.appmigrations.support;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A field or a parameter of the type {@link TestDatabase} that is given an empty database
 * of its own: an instance field for each test, a static one for all tests of its class.
 * It is there before the class's own set-up, and dropped after its own tear-down.
 */
@Documented
@Target({ ElementType.FIELD, ElementType.PARAMETER })
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(FreshDatabaseExtension.class)
public @interface FreshDatabase {

	/**
	 * What stands behind the name in {@code CREATE DATABASE}.
	 * @return options, empty for none
	 */
	String value() default "";

}
