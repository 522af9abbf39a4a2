package dev.appmigrations.autoconfigure;

import java.util.Arrays;
import java.util.function.UnaryOperator;

import javax.sql.DataSource;

import dev.appmigrations.engine.Migrator;
import dev.appmigrations.engine.options.MigratorOptions;
import dev.appmigrations.engine.script.Location;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.BeanNameAware;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.ListableBeanFactory;

/**
 * Makes a {@link Migrator} bean of the application's own that has every setting of
 * {@code app.migrations}, and the scripts, listeners and vetoes of the context, but for
 * what is set here. Migrations in Java are its own if their database has the name of the
 * bean.
 */
public final class MigratorFactoryBean implements FactoryBean<Migrator>, BeanFactoryAware, BeanNameAware {

	private final DataSource dataSource;

	private UnaryOperator<MigratorOptions> change = UnaryOperator.identity();

	private @Nullable ListableBeanFactory beanFactory;

	private String name = MigratorBeans.DEFAULT;

	/**
	 * Creates a factory.
	 * @param dataSource gives connections to the database to migrate
	 */
	public MigratorFactoryBean(DataSource dataSource) {
		this.dataSource = dataSource;
	}

	/**
	 * Sets the folders of the scripts.
	 * @param locations as in {@code app.migrations.locations}
	 * @return this
	 */
	public MigratorFactoryBean locations(String... locations) {
		return options((options) -> options
			.with(new MigratorOptions.Scripts(Arrays.stream(locations).map(Location::parse).toList(),
					options.scripts().placeholders(), options.scripts().layout())));
	}

	/**
	 * Sets where the history is.
	 * @param schema as in {@code app.migrations.schema}; {@code null} for none
	 * @param table as in {@code app.migrations.table}
	 * @return this
	 */
	public MigratorFactoryBean history(@Nullable String schema, String table) {
		return options((options) -> options
			.with(new MigratorOptions.History(schema, table, options.history().keepsRollbacks())));
	}

	/**
	 * Changes any other option, after what was changed before.
	 * @param change takes the options that the properties describe, and returns others
	 * @return this
	 */
	public MigratorFactoryBean options(UnaryOperator<MigratorOptions> change) {
		UnaryOperator<MigratorOptions> before = this.change;
		this.change = (options) -> change.apply(before.apply(options));
		return this;
	}

	@Override
	public void setBeanFactory(BeanFactory beanFactory) {
		this.beanFactory = (ListableBeanFactory) beanFactory;
	}

	@Override
	public void setBeanName(String name) {
		this.name = name;
	}

	@Override
	public Migrator getObject() {
		if (this.beanFactory == null) {
			throw new IllegalStateException("A factory of migrators is a bean itself");
		}
		return new MigratorBeans(this.beanFactory).create((this.name.equals(MigratorBeans.DEFAULT)) ? "" : this.name,
				this.beanFactory.getBean(MigrationProperties.class), this.dataSource, this.change);
	}

	@Override
	public Class<Migrator> getObjectType() {
		return Migrator.class;
	}

}
