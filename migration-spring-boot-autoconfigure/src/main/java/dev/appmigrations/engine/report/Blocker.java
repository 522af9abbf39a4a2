package dev.appmigrations.engine.report;

import dev.appmigrations.engine.text.VisibleText;
import org.jspecify.annotations.Nullable;

/**
 * A session that keeps a migration from a lock, as far as the role may see.
 *
 * @param backend the process id of its backend; 0 for a prepared transaction, which has
 * none
 * @param application its application_name
 * @param role its role
 * @param state its state, for example {@code idle in transaction}, or the name of a
 * prepared transaction
 * @param transactionSeconds for how long its transaction has been open
 * @param query the beginning of its latest statement, in one line
 */
public record Blocker(int backend, @Nullable String application, @Nullable String role, @Nullable String state,
		@Nullable Long transactionSeconds, @Nullable String query) {

	public Blocker {
		application = VisibleText.lineOrNull(application);
		role = VisibleText.lineOrNull(role);
		state = VisibleText.lineOrNull(state);
		query = VisibleText.lineOrNull(query);
	}

	/**
	 * Returns the session in words.
	 * @return one line
	 */
	@Override
	public String toString() {
		StringBuilder text = new StringBuilder();
		if (this.backend == 0) {
			append(text, "", this.state);
			append(text, ", role ", this.role);
		}
		else {
			text.append("backend ").append(this.backend);
			append(text, ", application ", this.application);
			append(text, ", role ", this.role);
			append(text, ", ", this.state);
		}
		append(text, ", its transaction open for ",
				(this.transactionSeconds != null) ? this.transactionSeconds + " s" : null);
		append(text, ": ", this.query);
		return text.toString();
	}

	private static void append(StringBuilder text, String label, @Nullable String value) {
		if (value != null && !value.isEmpty()) {
			text.append(label).append(value);
		}
	}

}
