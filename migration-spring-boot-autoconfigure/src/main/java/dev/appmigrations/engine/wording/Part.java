package dev.appmigrations.engine.wording;

import java.io.Serializable;

/**
 * A part of a message: words, or a reference.
 */
sealed interface Part extends Serializable permits Words, Reference {

	/**
	 * Returns the words of a shell for it.
	 * @param wording the shell's
	 * @return a noun phrase, or any text
	 */
	String in(Wording wording);

}
