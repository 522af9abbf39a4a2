package dev.appmigrations.java;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import dev.appmigrations.engine.migration.Phase;

/**
 * Says of a {@link JavaMigration} or a {@link BackfillMigration} what the name and the
 * directives of a file say of a script. Stands on the class of the bean, or on the bean
 * method that makes it. An annotation processor writes it into an index, so that commands
 * plan the migration without the application's context.
 */
@Documented
@Target({ ElementType.TYPE, ElementType.METHOD })
@Retention(RetentionPolicy.RUNTIME)
public @interface Migration {

	/**
	 * Returns the name in the history, which is that of a file without its end: for
	 * example {@code V5__normalize_phone_numbers} or
	 * {@code 20260301120000_normalize_phone_numbers}.
	 * @return the name, with a version; {@code R__name} only with
	 * {@link #checksumOfClass()}
	 */
	String value();

	/**
	 * Returns which of several databases it is for.
	 * @return a name in {@code app.migrations.databases}, or the name of a bean that
	 * {@link dev.appmigrations.autoconfigure.MigratorFactoryBean} makes; empty for the
	 * application's own database
	 */
	String database() default "";

	/**
	 * Returns whether it is for each tenant, with the migrations of
	 * {@code app.migrations.tenants.locations}: it is called once for each, by several
	 * threads if several are migrated at once. The connection's search path begins with
	 * the tenant's schema, and the placeholder {@code tenant} has its name.
	 * @return whether it is for tenants
	 */
	boolean tenants() default false;

	/**
	 * Returns when it runs in a rollout. A backfill has no phase.
	 * @return the phase
	 */
	Phase phase() default Phase.EXPAND;

	/**
	 * Returns how long the old release has to be gone before it may run.
	 * @return a duration such as {@code 1d}; empty for at once
	 */
	String soak() default "";

	/**
	 * Returns what must be applied before, beside what has a lower version.
	 * @return versions or names
	 */
	String[] requires() default {};

	/**
	 * Returns whether it runs in a transaction, which commits together with its record.
	 * One that does not has to be written so that it can run again from its beginning. Of
	 * a backfill, each batch has a transaction.
	 * @return whether there is a transaction around it
	 */
	boolean transaction() default true;

	/**
	 * Returns whether it waits until the context of the application is complete, because
	 * it uses beans that wait for the migrations themselves, such as those of JPA. The
	 * application is not ready before it is applied. Others do not wait for it, unless
	 * they require it.
	 * @return whether it waits
	 */
	boolean afterContext() default false;

	/**
	 * Returns whether its checksum is that of the class file, so that a change of the
	 * class is a change of the migration. Another compiler may change a class file, too.
	 * @return {@code false} for a checksum that stays the same as long as the name does
	 */
	boolean checksumOfClass() default false;

}
