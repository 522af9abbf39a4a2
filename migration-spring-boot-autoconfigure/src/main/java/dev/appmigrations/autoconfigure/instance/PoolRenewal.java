package dev.appmigrations.autoconfigure.instance;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import dev.appmigrations.engine.text.VisibleLog;

import org.springframework.beans.factory.config.BeanPostProcessor;

/**
 * Replaces the sessions of an application's Hikari pools: a connection in use is closed
 * when it is given back, so that nobody notices.
 */
public final class PoolRenewal implements SessionRenewal, BeanPostProcessor {

	private static final VisibleLog logger = VisibleLog.of(PoolRenewal.class);

	private final List<HikariDataSource> pools = new CopyOnWriteArrayList<>();

	@Override
	public Object postProcessBeforeInitialization(Object bean, String beanName) {
		if (bean instanceof HikariDataSource pool) {
			this.pools.add(pool);
		}
		return bean;
	}

	@Override
	public void renew() {
		for (HikariDataSource pool : this.pools) {
			HikariPoolMXBean running = pool.getHikariPoolMXBean();
			if (running != null && !pool.isClosed()) {
				logger.info("Contract migrations were applied: the connections of {} are replaced", pool.getPoolName());
				running.softEvictConnections();
			}
		}
	}

}
