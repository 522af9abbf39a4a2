package dev.appmigrations.engine.wording;

/**
 * The value of one placeholder.
 *
 * @param name its name
 */
public record Placeholder(String name) implements Reference {

	@Override
	public String in(Wording wording) {
		return wording.setting(Setting.PLACEHOLDERS) + "." + this.name;
	}

}
