package dev.appmigrations.engine.wording;

/**
 * A setting with a value.
 *
 * @param setting the setting
 * @param value the value
 */
record Assignment(Setting setting, String value) implements Reference {

	@Override
	public String in(Wording wording) {
		return wording.setting(this.setting) + "=" + this.value;
	}

}
