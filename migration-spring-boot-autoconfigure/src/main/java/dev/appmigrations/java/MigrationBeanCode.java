package dev.appmigrations.java;

import java.util.Map;

import dev.appmigrations.engine.jdbc.JdbcWork;
import dev.appmigrations.engine.migration.MigrationCode;

/**
 * The code of the bean of a migration.
 *
 * @param bean the bean
 */
record MigrationBeanCode(MigrationBean bean) implements MigrationCode {

	@Override
	public boolean isReady() {
		return this.bean.complete().getAsBoolean();
	}

	@Override
	public JdbcWork apply(Map<String, String> placeholders) {
		JavaMigration migration = this.bean.get(JavaMigration.class);
		return (connection) -> migration.migrate(JavaMigrationContext.of(connection, placeholders));
	}

	@Override
	public JdbcWork undo(Map<String, String> placeholders) {
		JavaMigration migration = this.bean.get(JavaMigration.class);
		return (connection) -> migration.rollback(JavaMigrationContext.of(connection, placeholders));
	}

}
