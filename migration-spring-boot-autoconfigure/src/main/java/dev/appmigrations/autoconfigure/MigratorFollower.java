package dev.appmigrations.autoconfigure;

import dev.appmigrations.autoconfigure.state.DatabaseStates;
import dev.appmigrations.autoconfigure.state.NamedListenerFactory;
import dev.appmigrations.engine.Migrator;
import dev.appmigrations.engine.Tenants;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;

/**
 * Follows what each migrator of the context does, whoever has made it, under the name of
 * its bean.
 */
final class MigratorFollower implements BeanPostProcessor {

	/** What the migrations of tenants are called, where each migrator has a name. */
	private static final String TENANTS = "tenants";

	private final ObjectProvider<DatabaseStates> states;

	private final ObjectProvider<NamedListenerFactory> listeners;

	MigratorFollower(ObjectProvider<DatabaseStates> states, ObjectProvider<NamedListenerFactory> listeners) {
		this.states = states;
		this.listeners = listeners;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (bean instanceof Migrator migrator) {
			Migrator followed = migrator;
			for (NamedListenerFactory factory : this.listeners) {
				followed = followed.withListener(factory.create(beanName));
			}
			return this.states.getObject().follow(beanName, followed);
		}
		if (bean instanceof Tenants tenants) {
			Tenants followed = tenants;
			for (NamedListenerFactory factory : this.listeners) {
				followed = followed.withListener(factory.create(TENANTS));
			}
			return followed;
		}
		return bean;
	}

}
