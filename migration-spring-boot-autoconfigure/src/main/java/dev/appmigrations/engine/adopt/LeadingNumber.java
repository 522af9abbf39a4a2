package dev.appmigrations.engine.adopt;

/**
 * The version in front of a file name.
 */
final class LeadingNumber {

	private LeadingNumber() {
	}

	/**
	 * Returns the version.
	 * @param name the name of a file
	 * @return its leading digits, or the name itself if it has none
	 */
	static String of(String name) {
		int end = 0;
		while (end < name.length() && name.charAt(end) >= '0' && name.charAt(end) <= '9') {
			end++;
		}
		return (end > 0) ? name.substring(0, end) : name;
	}

}
