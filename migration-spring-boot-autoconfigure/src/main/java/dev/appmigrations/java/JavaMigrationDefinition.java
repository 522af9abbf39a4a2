package dev.appmigrations.java;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

import dev.appmigrations.engine.migration.Checksum;
import dev.appmigrations.engine.migration.CodeMigration;
import dev.appmigrations.engine.migration.JavaCode;
import dev.appmigrations.engine.migration.Phase;
import dev.appmigrations.engine.migration.SqlMigration;
import dev.appmigrations.engine.script.ScriptName;
import dev.appmigrations.engine.text.Sha256;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.convert.DurationStyle;

/**
 * What is known of a migration in Java without running it.
 *
 * @param name its name in the history
 * @param location the name of the class; with {@code #} and the name of a method, where
 * that makes the bean
 * @param kind whether it is done in batches
 * @param database which of several databases it is for; empty for the application's own
 * @param tenants whether it is for each tenant
 * @param phase when it runs in a rollout
 * @param soak how long the old release has to be gone before; empty for at once
 * @param requires versions or names that must be applied before
 * @param transaction whether it runs in a transaction
 * @param afterContext whether it waits until the context is complete
 * @param checksumOfClass whether its checksum is that of the class file
 * @param rollback whether it can be undone
 */
public record JavaMigrationDefinition(String name, String location, Kind kind, String database, boolean tenants,
		Phase phase, String soak, List<String> requires, boolean transaction, boolean afterContext,
		boolean checksumOfClass, boolean rollback) {

	public JavaMigrationDefinition {
		requires = List.copyOf(requires);
	}

	/**
	 * Reads an annotation.
	 * @param annotation the annotation
	 * @param location the class, or the method that makes the bean
	 * @param kind whether it is done in batches
	 * @param rollback whether the migration can be undone
	 * @return the definition
	 */
	public static JavaMigrationDefinition of(Migration annotation, String location, Kind kind, boolean rollback) {
		return new JavaMigrationDefinition(annotation.value(), location, kind, annotation.database(),
				annotation.tenants(), annotation.phase(), annotation.soak(), List.of(annotation.requires()),
				annotation.transaction(), annotation.afterContext(), annotation.checksumOfClass(), rollback);
	}

	/**
	 * Says what is wrong with it.
	 * @return a sentence without a subject, {@code null} if nothing is
	 */
	public @Nullable String mistake() {
		ScriptName parsed = parsedName();
		String contradiction = (this.kind == Kind.BACKFILL) ? contradiction(parsed) : null;
		if (contradiction != null) {
			return "is called " + this.name + " and is a backfill: " + contradiction;
		}
		if (this.tenants && !this.database.isEmpty()) {
			return "is called " + this.name + ", and is both for tenants and for a database: remove one of the two.";
		}
		return switch (parsed.form()) {
			case VERSIONED -> null;
			case REPEATABLE -> (this.checksumOfClass) ? null
					: "is called " + this.name
							+ ", so that it would run again whenever its checksum changes, and it has"
							+ " no checksum of its class: write checksumOfClass = true, or give it a version.";
			default ->
				"is called '" + this.name + "': a name is one such as V5__add_accounts or 20260301120000_add_accounts.";
		};
	}

	/**
	 * Tells whether it is for a database itself, and not for tenants.
	 * @param name the name of the database; empty for the application's own
	 * @return whether it is one of its migrations
	 */
	public boolean isFor(String name) {
		return !this.tenants && this.database.equals(name);
	}

	/** Says what a backfill cannot be. */
	private @Nullable String contradiction(ScriptName parsed) {
		if (parsed.form() == ScriptName.Form.REPEATABLE) {
			return "it cannot be repeatable. Give it a version.";
		}
		if (this.phase == Phase.CONTRACT || !this.soak.isEmpty()) {
			return "it has no phase, because it changes rows while releases work. If older ones cannot live with it,"
					+ " let it require a contract migration.";
		}
		return (this.transaction) ? null : "each batch is a transaction. Remove transaction = false.";
	}

	private ScriptName parsedName() {
		return ScriptName.parse(this.name + ".sql");
	}

	/**
	 * Makes the migration for the engine.
	 * @param bean does it, {@code null} where there is no application
	 * @param classLoader finds the class file
	 * @return the migration
	 */
	dev.appmigrations.engine.migration.Migration migration(@Nullable MigrationBean bean, ClassLoader classLoader) {
		ScriptName parsed = parsedName();
		Duration soak = (this.soak.isEmpty()) ? Duration.ZERO : DurationStyle.detectAndParse(this.soak);
		SqlMigration file = CodeMigration.describe(this.name, parsed.version(), parsed.description(), this.location,
				this.rollback, new CodeMigration.Release(this.phase, soak), this.requires, checksum(classLoader));
		return switch (this.kind) {
			case MIGRATION -> new CodeMigration(file, this.transaction, this.afterContext,
					(bean != null) ? new MigrationBeanCode(bean) : null);
			case BACKFILL -> dev.appmigrations.engine.migration.BackfillMigration.inJava(file, this.afterContext,
					(bean != null) ? new BackfillBeanCode(bean) : null);
		};
	}

	/**
	 * Makes the migration for the engine where only its existence is known, because there
	 * is no application.
	 * @param classLoader finds the class file
	 * @return the migration
	 */
	public dev.appmigrations.engine.migration.Migration migration(ClassLoader classLoader) {
		return migration(null, classLoader);
	}

	/** Of the name, if not of the class: then nothing in the class changes it. */
	private Checksum checksum(ClassLoader classLoader) {
		return Checksum.ofPresentScheme(Sha256.of((this.checksumOfClass) ? classFile(classLoader)
				: ("java " + this.name).getBytes(StandardCharsets.UTF_8)));
	}

	/**
	 * Returns where its class file is.
	 * @return the path on the class path
	 */
	String classFile() {
		return JavaCode.type(this.location).replace('.', '/') + ".class";
	}

	private byte[] classFile(ClassLoader classLoader) {
		String file = classFile();
		try (InputStream bytes = classLoader.getResourceAsStream(file)) {
			if (bytes == null) {
				throw new IOException("There is no " + file);
			}
			return bytes.readAllBytes();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The class file of " + this.location + " cannot be read", ex);
		}
	}

	/**
	 * The kinds of migrations in Java.
	 */
	public enum Kind {

		/** A {@link JavaMigration}. */
		MIGRATION,

		/** A {@link BackfillMigration}. */
		BACKFILL

	}

}
