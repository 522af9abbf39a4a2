package dev.appmigrations.engine.jdbc;

/**
 * Work that somebody else did with a connection failed, and not because the server
 * refused something; or it left the transaction in another state than it was in.
 */
public final class LentWorkException extends Exception {

	private static final long serialVersionUID = 1L;

	private LentWorkException(Throwable failure) {
		super(failure);
	}

	private LentWorkException(String reason) {
		super(reason);
	}

	static LentWorkException of(Throwable failure) {
		return new LentWorkException(failure);
	}

	static LentWorkException of(String reason) {
		return new LentWorkException(reason);
	}

}
