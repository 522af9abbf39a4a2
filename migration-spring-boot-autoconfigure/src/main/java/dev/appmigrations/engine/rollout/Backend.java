package dev.appmigrations.engine.rollout;

import dev.appmigrations.engine.text.VisibleText;
import org.jspecify.annotations.Nullable;

/**
 * A session of the server with a client, as far as the role may see.
 *
 * @param pid its process id
 * @param applicationName its {@code application_name}
 * @param role its role
 * @param client the address of the client; hidden from most roles
 */
record Backend(int pid, @Nullable String applicationName, @Nullable String role, @Nullable String client) {

	/**
	 * Returns the backend in words.
	 * @return for example {@code backend 4711 (psql, app_user, 10.0.0.7)}
	 */
	public String text() {
		StringBuilder text = new StringBuilder("backend ").append(this.pid).append(" (");
		text.append((this.applicationName == null || this.applicationName.isEmpty()) ? "no application_name"
				: this.applicationName);
		if (this.role != null) {
			text.append(", ").append(this.role);
		}
		if (this.client != null) {
			text.append(", ").append(this.client);
		}
		return VisibleText.line(text.append(')').toString());
	}

}
