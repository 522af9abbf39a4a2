package dev.appmigrations.engine.wording;

/**
 * Words that are the same in every shell.
 *
 * @param text the words
 */
record Words(String text) implements Part {

	@Override
	public String in(Wording wording) {
		return this.text;
	}

}
