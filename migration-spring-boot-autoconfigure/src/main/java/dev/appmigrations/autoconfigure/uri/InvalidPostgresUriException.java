package dev.appmigrations.autoconfigure.uri;

import dev.appmigrations.engine.text.VisibleText;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL connection URI cannot be used. Neither the message nor any field holds a
 * value from the URI: a misplaced separator can turn every part of it into a piece of the
 * password, so that the fault is named by its position or by the parameter's name.
 */
public final class InvalidPostgresUriException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String reason;

	private final @Nullable String remedy;

	private final @Nullable String property;

	private final @Nullable String origin;

	InvalidPostgresUriException(String reason) {
		this(reason, null);
	}

	InvalidPostgresUriException(String reason, @Nullable String remedy) {
		this(reason, remedy, null, null);
	}

	private InvalidPostgresUriException(String reason, @Nullable String remedy, @Nullable String property,
			@Nullable String origin) {
		super(VisibleText.line("Invalid PostgreSQL connection URI"
				+ ((property != null) ? " in property '" + property + "'" : "") + ": " + reason));
		this.reason = VisibleText.line(reason);
		this.remedy = VisibleText.lineOrNull(remedy);
		this.property = property;
		this.origin = origin;
	}

	/**
	 * The same fault, with the place that the URI came from.
	 * @param property the name of the property that holds the URI
	 * @param origin where the property is defined, if that is known
	 * @return a new exception
	 */
	public InvalidPostgresUriException in(String property, @Nullable String origin) {
		return new InvalidPostgresUriException(this.reason, this.remedy, property, origin);
	}

	/**
	 * The problem, as a clause without a full stop.
	 * @return the reason
	 */
	public String getReason() {
		return this.reason;
	}

	/**
	 * The remedy, as a sentence, unless it is just to write the URI in its proper form.
	 * @return the remedy, or {@code null}
	 */
	public @Nullable String getRemedy() {
		return this.remedy;
	}

	/**
	 * The property that holds the URI.
	 * @return the name of the property, or {@code null} if the URI is not from a property
	 */
	public @Nullable String getProperty() {
		return this.property;
	}

	/**
	 * Where the property is defined, such as a file with line and column.
	 * @return the origin, or {@code null} if it is not known
	 */
	public @Nullable String getOrigin() {
		return this.origin;
	}

}
