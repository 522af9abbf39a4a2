package dev.appmigrations.engine;

import java.sql.SQLWarning;
import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Forwards the server's notices to the log, at their own level.
 */
final class NoticeLog implements Consumer<SQLWarning> {

	private static final Logger logger = LoggerFactory.getLogger("dev.appmigrations.notice");

	private static final String WARNING_CLASS = "01";

	@Override
	public void accept(SQLWarning notice) {
		String state = notice.getSQLState();
		if (state != null && state.startsWith(WARNING_CLASS)) {
			logger.warn("{}", notice.getMessage());
		}
		else {
			logger.debug("{}", notice.getMessage());
		}
	}

}
