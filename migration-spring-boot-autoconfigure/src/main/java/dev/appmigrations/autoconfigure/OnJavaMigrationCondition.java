package dev.appmigrations.autoconfigure;

import dev.appmigrations.java.BackfillMigration;
import dev.appmigrations.java.JavaMigration;

import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;

/**
 * Matches where there is a migration in Java of either kind.
 */
final class OnJavaMigrationCondition extends AnyNestedCondition {

	OnJavaMigrationCondition() {
		super(ConfigurationPhase.REGISTER_BEAN);
	}

	@ConditionalOnBean(JavaMigration.class)
	static final class OfOnePiece {

	}

	@ConditionalOnBean(BackfillMigration.class)
	static final class InBatches {

	}

}
