package dev.appmigrations.engine.adopt.folder;

import java.util.List;
import java.util.Set;

/**
 * How another tool lays out its folder.
 */
interface FolderLayout {

	/**
	 * Says how the files look in our form.
	 * @param files all files of the folder, in the order of their paths
	 * @param existing the names in the folder that the new files go into: what was named
	 * there before keeps its name
	 * @return the new files, and what cannot be taken over
	 */
	FolderRewriting rewrite(List<OldFile> files, Set<String> existing);

	/**
	 * Tells in which order the tool runs its files.
	 * @return whether by name; otherwise by version
	 */
	default boolean ordersByName() {
		return false;
	}

}
