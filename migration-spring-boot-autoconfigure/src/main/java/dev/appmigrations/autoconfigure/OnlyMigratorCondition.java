package dev.appmigrations.autoconfigure;

import javax.sql.DataSource;

import dev.appmigrations.engine.Migrator;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.ConfigurationCondition;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Matches unless the application says by a bean's name, or by {@code @Primary}, that its
 * migrator stands for this one. In a child of a context that migrates already, it matches
 * only if the child has a data source of its own.
 */
final class OnlyMigratorCondition extends SpringBootCondition implements ConfigurationCondition {

	@Override
	public ConfigurationPhase getConfigurationPhase() {
		return ConfigurationPhase.REGISTER_BEAN;
	}

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		ConditionMessage.Builder message = ConditionMessage.forCondition("Migrator");
		ConfigurableListableBeanFactory beanFactory = context.getBeanFactory();
		if (beanFactory == null) {
			return ConditionOutcome.noMatch(message.because("there is no bean factory"));
		}
		for (String name : beanFactory.getBeanNamesForType(Migrator.class, true, false)) {
			if (name.equals(MigratorBeans.DEFAULT) || isPrimary(beanFactory, name)) {
				return ConditionOutcome.noMatch(message.foundExactly(name));
			}
		}
		if (isThereIn(beanFactory.getParentBeanFactory())
				&& beanFactory.getBeanNamesForType(DataSource.class, true, false).length == 0) {
			return ConditionOutcome.noMatch(message.because("the parent migrates the data source"));
		}
		return ConditionOutcome.match(message.because("none is called migrator or is primary"));
	}

	private static boolean isPrimary(ConfigurableListableBeanFactory beanFactory, String name) {
		return beanFactory.containsBeanDefinition(name) && beanFactory.getMergedBeanDefinition(name).isPrimary();
	}

	private static boolean isThereIn(@Nullable BeanFactory parent) {
		return parent instanceof ListableBeanFactory factory
				&& BeanFactoryUtils.beanNamesForTypeIncludingAncestors(factory, Migrator.class, true, false).length > 0;
	}

}
