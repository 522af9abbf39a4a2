package dev.appmigrations.autoconfigure.instance;

/**
 * Replaces the sessions of an application, because a contract migration may have changed
 * what their prepared statements return.
 */
@FunctionalInterface
public interface SessionRenewal {

	/**
	 * Ends idle sessions at once, and those in use when they are given back.
	 */
	void renew();

}
