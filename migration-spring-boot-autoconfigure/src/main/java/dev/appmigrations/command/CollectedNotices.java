package dev.appmigrations.command;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.appmigrations.engine.event.MigrationEvent;
import dev.appmigrations.engine.event.MigrationListener;
import dev.appmigrations.engine.report.NoticeReport;

/**
 * Keeps what the server says, for a result that is printed at the end. Of each migration
 * the first ones are kept, so that a loop in a script does not fill the memory.
 */
final class CollectedNotices implements MigrationListener {

	private static final int MOST = 1000;

	private final Map<String, List<NoticeReport>> notices = Collections.synchronizedMap(new LinkedHashMap<>());

	@Override
	public void onEvent(MigrationEvent event) {
		if (event instanceof MigrationEvent.Noticed noticed) {
			List<NoticeReport> known = this.notices.computeIfAbsent(noticed.migration().name(),
					(name) -> new ArrayList<>());
			if (known.size() < MOST) {
				known.add(noticed.notice());
			}
		}
	}

	/**
	 * Returns what was said while a migration ran, and forgets it.
	 * @param migration its name
	 * @return the notices in their order, possibly none
	 */
	List<NoticeReport> take(String migration) {
		List<NoticeReport> taken = this.notices.remove(migration);
		return (taken != null) ? taken : List.of();
	}

	/**
	 * Returns all that was said, and not taken.
	 * @return the notices in their order
	 */
	List<NoticeReport> all() {
		return this.notices.values().stream().flatMap(List::stream).toList();
	}

}
