package dev.appmigrations.engine.adopt.folder;

import java.util.List;

/**
 * How another tool lays out its folder.
 */
@FunctionalInterface
interface FolderLayout {

	/**
	 * Says how the files look in our form.
	 * @param files all files of the folder, in the order of their paths
	 * @return the new files, and what cannot be taken over
	 */
	FolderRewriting rewrite(List<OldFile> files);

}
