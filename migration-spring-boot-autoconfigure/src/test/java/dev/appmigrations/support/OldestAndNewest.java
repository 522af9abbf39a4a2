package dev.appmigrations.support;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.Tag;

/**
 * Marks tests about networks, poolers, killed processes, the passing of time, or the
 * linter's examples, which take long and hardly depend on the version of the server: they
 * run on the oldest and the newest that is supported, and are left out on those between.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("oldest-and-newest")
public @interface OldestAndNewest {

}
