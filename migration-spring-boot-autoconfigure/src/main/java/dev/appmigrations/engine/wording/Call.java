package dev.appmigrations.engine.wording;

/**
 * An operation that the reader may run.
 *
 * @param operation the operation
 * @param argument what it is about, such as the name of a migration; empty for nothing
 */
public record Call(Operation operation, String argument) implements Reference {

	/**
	 * Refers to an operation.
	 * @param operation the operation
	 * @return a reference
	 */
	public static Call of(Operation operation) {
		return new Call(operation, "");
	}

	@Override
	public String in(Wording wording) {
		return wording.call(this);
	}

}
