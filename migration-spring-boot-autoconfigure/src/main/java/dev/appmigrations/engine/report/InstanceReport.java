package dev.appmigrations.engine.report;

import dev.appmigrations.engine.text.VisibleText;
import org.jspecify.annotations.Nullable;

/**
 * An instance of the application, as everybody who looks is shown it.
 *
 * @param id tells it from all others
 * @param host where it runs, {@code null} if it is not known
 * @param application the name of the application, {@code null} if it has none
 * @param release its release, {@code null} if it is not known
 * @param ageSeconds the time since its last heartbeat, in whole seconds
 * @param alive whether that was not too long ago; one that is not did not sign off
 * @param knowsAll whether it knows every contract migration that waits
 */
public record InstanceReport(String id, @Nullable String host, @Nullable String application, @Nullable String release,
		long ageSeconds, boolean alive, boolean knowsAll) {

	public InstanceReport {
		id = VisibleText.line(id);
		host = VisibleText.lineOrNull(host);
		application = VisibleText.lineOrNull(application);
		release = VisibleText.lineOrNull(release);
	}

}
