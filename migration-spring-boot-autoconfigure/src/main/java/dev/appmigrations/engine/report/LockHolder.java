package dev.appmigrations.engine.report;

import dev.appmigrations.engine.text.VisibleText;
import org.jspecify.annotations.Nullable;

/**
 * The holder of the lock, as far as the role may see.
 *
 * @param backend the process id of its backend
 * @param application its application_name
 * @param role its role
 * @param client its address
 * @param state its state, for example {@code active}
 * @param seconds for how long it has been in that state
 * @param query the beginning of its latest statement, in one line
 */
public record LockHolder(int backend, @Nullable String application, @Nullable String role, @Nullable String client,
		@Nullable String state, @Nullable String seconds, @Nullable String query) {

	public LockHolder {
		application = VisibleText.lineOrNull(application);
		role = VisibleText.lineOrNull(role);
		client = VisibleText.lineOrNull(client);
		state = VisibleText.lineOrNull(state);
		query = VisibleText.lineOrNull(query);
	}

	/**
	 * Returns the holder in words.
	 * @return one line
	 */
	public String text() {
		StringBuilder text = new StringBuilder("backend ").append(this.backend);
		append(text, ", application ", this.application);
		append(text, ", role ", this.role);
		append(text, ", client ", this.client);
		append(text, ", ", this.state);
		append(text, " for ", (this.seconds != null) ? this.seconds + " s" : null);
		append(text, ": ", this.query);
		return text.toString();
	}

	/**
	 * Returns the statement that would end the holder's session.
	 * @return a statement
	 */
	public String endStatement() {
		return "SELECT pg_terminate_backend(" + this.backend + ")";
	}

	private static void append(StringBuilder text, String label, @Nullable String value) {
		if (value != null && !value.isEmpty()) {
			text.append(label).append(value);
		}
	}

}
