package dev.appmigrations.engine.run;

import java.sql.SQLWarning;
import java.util.function.Consumer;

import dev.appmigrations.engine.text.VisibleLog;

/**
 * Forwards the server's notices to the log, at their own level.
 */
final class NoticeLog implements Consumer<SQLWarning> {

	private static final VisibleLog logger = VisibleLog.named("dev.appmigrations.notice");

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
