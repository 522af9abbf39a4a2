package dev.appmigrations.engine.migration;

import java.io.IOException;
import java.io.InputStream;

import org.jspecify.annotations.Nullable;

/**
 * A file that can be opened as often as needed. Implementations are immutable and hold no
 * open resource.
 */
public interface Script {

	/**
	 * Returns the file name without its folder: the identity of a migration.
	 * @return the file name, for example {@code 20251112000001_add_bounce_tracking.sql}
	 */
	String fileName();

	/**
	 * Returns where the file is, in a form that stays the same from release to release
	 * and that a person finds again: the path below its location's root, with the
	 * location's folder.
	 * @return the path, for example
	 * {@code db/migration/20251112000001_add_bounce_tracking.sql}
	 */
	String path();

	/**
	 * Opens the file at its start. The caller closes it.
	 * @return the bytes
	 * @throws IOException if it cannot be read
	 */
	InputStream open() throws IOException;

	/**
	 * Returns what changes with the content, as far as that can be told without reading
	 * it: for a file, its size and the time of its last change. Equal stamps are good
	 * enough for those who only look; nothing is run because of one.
	 * @return a text, {@code null} if nothing tells of a change
	 */
	default @Nullable String stamp() {
		return null;
	}

}
