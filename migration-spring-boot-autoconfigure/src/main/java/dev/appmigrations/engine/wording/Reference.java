package dev.appmigrations.engine.wording;

/**
 * Something that a message refers to, and that every shell calls otherwise.
 */
sealed interface Reference extends Part permits Setting, Assignment, Placeholder, Choice, Call {

	@Override
	String in(Wording wording);

}
