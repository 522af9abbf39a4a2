package dev.appmigrations.autoconfigure;

import javax.sql.DataSource;

import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * A data source that leads to a server which this process has started.
 */
final class StartedHereDataSource extends DelegatingDataSource {

	StartedHereDataSource(DataSource target) {
		super(target);
	}

}
