package dev.appmigrations.engine.text;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.CallerBoundaryAware;
import org.slf4j.spi.LocationAwareLogger;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * The only way to the log. The text of a message is ours; each value in it is made
 * visible and stays in its line, whoever wrote it, unless it is one of {@link Lines}. An
 * exception behind the values is made visible with its causes.
 */
public final class VisibleLog {

	private static final String OUR_NAME = VisibleLog.class.getName();

	private final Logger logger;

	/** Keys and values, one behind the other. */
	private final List<@Nullable Object> fields;

	private VisibleLog(Logger logger) {
		this(logger, List.of());
	}

	private VisibleLog(Logger logger, List<@Nullable Object> fields) {
		this.logger = logger;
		this.fields = fields;
	}

	/**
	 * Returns the log of a class.
	 * @param type the class
	 * @return its log
	 */
	public static VisibleLog of(Class<?> type) {
		return new VisibleLog(LoggerFactory.getLogger(type));
	}

	/**
	 * Returns a log by its name.
	 * @param name the name
	 * @return the log
	 */
	public static VisibleLog named(String name) {
		return new VisibleLog(LoggerFactory.getLogger(name));
	}

	/**
	 * Returns the same log, whose lines have a field more where logs are structured.
	 * @param key the name of the field, behind {@code migrations.}
	 * @param value what it holds, {@code null} for nothing
	 * @return the log
	 */
	public VisibleLog with(String key, @Nullable Object value) {
		List<@Nullable Object> more = new ArrayList<>(this.fields);
		more.add("migrations." + key);
		more.add(value);
		return new VisibleLog(this.logger, more);
	}

	/**
	 * Writes a warning: a person has to act.
	 * @param message the text with {@code {}} for each value
	 * @param values the values, and perhaps an exception behind them
	 */
	public void warn(String message, @Nullable Object... values) {
		if (this.logger.isWarnEnabled()) {
			write(Level.WARN, message, values);
		}
	}

	/**
	 * Writes what everybody may want to know.
	 * @param message the text with {@code {}} for each value
	 * @param values the values, and perhaps an exception behind them
	 */
	public void info(String message, @Nullable Object... values) {
		if (this.logger.isInfoEnabled()) {
			write(Level.INFO, message, values);
		}
	}

	/**
	 * Writes what helps to find out why.
	 * @param message the text with {@code {}} for each value
	 * @param values the values, and perhaps an exception behind them
	 */
	public void debug(String message, @Nullable Object... values) {
		if (this.logger.isDebugEnabled()) {
			write(Level.DEBUG, message, values);
		}
	}

	/** An appender that prints the caller shall find the one in front of this class. */
	private void write(Level level, String message, @Nullable Object[] values) {
		@Nullable Object[] visible = new @Nullable Object[values.length];
		for (int i = 0; i < values.length; i++) {
			visible[i] = visible(values[i]);
		}
		if (!this.fields.isEmpty()) {
			LoggingEventBuilder event = this.logger.atLevel(level);
			for (int i = 0; i < this.fields.size(); i += 2) {
				if (this.fields.get(i + 1) != null) {
					event = event.addKeyValue(String.valueOf(this.fields.get(i)), visible(this.fields.get(i + 1)));
				}
			}
			if (event instanceof CallerBoundaryAware aware) {
				aware.setCallerBoundary(OUR_NAME);
			}
			event.log(message, visible);
		}
		else if (this.logger instanceof LocationAwareLogger located) {
			located.log(null, OUR_NAME, level.toInt(), message, visible, null);
		}
		else {
			this.logger.atLevel(level).log(message, visible);
		}
	}

	private static @Nullable Object visible(@Nullable Object value) {
		if (value instanceof Throwable failure) {
			return VisibleFailure.of(failure);
		}
		return (value == null || value instanceof Number || value instanceof Lines) ? value
				: VisibleText.line(value.toString());
	}

}
