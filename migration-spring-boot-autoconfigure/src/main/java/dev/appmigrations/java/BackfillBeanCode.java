package dev.appmigrations.java;

import java.util.Map;

import dev.appmigrations.engine.jdbc.JdbcWork;
import dev.appmigrations.engine.migration.BackfillCode;
import dev.appmigrations.engine.migration.BackfillSpec;
import dev.appmigrations.engine.migration.BatchRows;
import dev.appmigrations.engine.migration.ErrorCode;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.script.directive.InvalidDirectiveException;
import org.jspecify.annotations.Nullable;

/**
 * The code of the bean of a backfill.
 */
final class BackfillBeanCode implements BackfillCode {

	private final MigrationBean bean;

	private volatile @Nullable BackfillSpec defined;

	BackfillBeanCode(MigrationBean bean) {
		this.bean = bean;
	}

	@Override
	public boolean isReady() {
		return this.bean.complete().getAsBoolean();
	}

	@Override
	public BackfillSpec define() {
		BackfillSpec spec = this.defined;
		if (spec == null) {
			spec = spec(bean());
			this.defined = spec;
		}
		return spec;
	}

	private BackfillSpec spec(BackfillMigration migration) {
		try {
			return migration.define().spec();
		}
		catch (InvalidDirectiveException ex) {
			throw wrong(ex.problem() + ".", ex.remedy(), ex);
		}
		catch (RuntimeException ex) {
			throw wrong("it throws " + ex, "Correct the class, and start again.", ex);
		}
	}

	private MigrationException wrong(String problem, String remedy, RuntimeException cause) {
		JavaMigrationDefinition definition = this.bean.definition();
		return new MigrationException(ErrorCode.INVALID_MIGRATIONS, "The method define() of the backfill "
				+ definition.name() + " (" + definition.location() + ") is wrong: " + problem, remedy, cause);
	}

	@Override
	public JdbcWork process(BatchRows rows, Map<String, String> placeholders) {
		BackfillMigration migration = bean();
		return (connection) -> migration.process(new BackfillBatch(connection, rows, placeholders));
	}

	@Override
	public JdbcWork finish(long rows, int skipped) {
		BackfillMigration migration = bean();
		return (connection) -> migration.finished(BackfillResult.of(rows, skipped, connection));
	}

	private BackfillMigration bean() {
		return this.bean.get(BackfillMigration.class);
	}

}
