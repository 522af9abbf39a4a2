package dev.appmigrations.engine.wording;

/**
 * What a shell calls the things that messages refer to. All answers are noun phrases that
 * fit into a sentence.
 */
public interface Wording {

	/**
	 * Returns the name of a setting.
	 * @param setting the setting
	 * @return for example the name of a property; a value may follow it
	 */
	String setting(Setting setting);

	/**
	 * Returns the name of a choice.
	 * @param choice the choice
	 * @return what the reader is to use
	 */
	String choice(Choice choice);

	/**
	 * Returns the name of an operation.
	 * @param call the operation with its argument
	 * @return what the reader is to run
	 */
	String call(Call call);

}
