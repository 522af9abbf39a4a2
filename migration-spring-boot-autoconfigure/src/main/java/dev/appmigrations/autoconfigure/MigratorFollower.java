package dev.appmigrations.autoconfigure;

import dev.appmigrations.autoconfigure.state.DatabaseStates;
import dev.appmigrations.engine.Migrator;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;

/**
 * Follows what each migrator of the context does, whoever has made it, under the name of
 * its bean.
 */
final class MigratorFollower implements BeanPostProcessor {

	private final ObjectProvider<DatabaseStates> states;

	MigratorFollower(ObjectProvider<DatabaseStates> states) {
		this.states = states;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		return (bean instanceof Migrator migrator) ? this.states.getObject().follow(beanName, migrator) : bean;
	}

}
