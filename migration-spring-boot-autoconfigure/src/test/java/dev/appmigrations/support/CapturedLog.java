package dev.appmigrations.support;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import org.slf4j.LoggerFactory;

/**
 * What this project's classes log, at all levels, while it is open.
 */
public final class CapturedLog extends AppenderBase<ILoggingEvent> implements AutoCloseable {

	private final List<ILoggingEvent> events = new CopyOnWriteArrayList<>();

	private final Logger logger = (Logger) LoggerFactory.getLogger("dev.appmigrations");

	private CapturedLog() {
		setContext((LoggerContext) LoggerFactory.getILoggerFactory());
	}

	public static CapturedLog open() {
		CapturedLog log = new CapturedLog();
		log.logger.setLevel(Level.DEBUG);
		log.logger.addAppender(log);
		log.start();
		return log;
	}

	@Override
	protected void append(ILoggingEvent event) {
		this.events.add(event);
	}

	/** Returns the messages of a level, in their order. */
	public List<String> messages(Level level) {
		return this.events.stream()
			.filter((event) -> event.getLevel().equals(level))
			.map(ILoggingEvent::getFormattedMessage)
			.toList();
	}

	/** Returns everything, with stack traces. */
	public String text() {
		StringBuilder text = new StringBuilder();
		for (ILoggingEvent event : this.events) {
			text.append(event.getFormattedMessage()).append('\n');
			if (event.getThrowableProxy() != null) {
				text.append(ThrowableProxyUtil.asString(event.getThrowableProxy()));
			}
		}
		return text.toString();
	}

	@Override
	public void close() {
		this.logger.detachAppender(this);
		this.logger.setLevel(null);
		stop();
	}

}
