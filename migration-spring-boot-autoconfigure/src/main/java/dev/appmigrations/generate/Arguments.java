package dev.appmigrations.generate;

/**
 * The arguments of a generator.
 */
final class Arguments {

	private Arguments() {
	}

	/** Returns one of them, by its number from 0; all have to be there, and no more. */
	static String get(Generator generator, ChangeRequest request, int number) {
		int wanted = generator.parameters().split(" ").length;
		if (request.arguments().size() != wanted) {
			throw new RefusedChangeException(
					generator.name() + " takes " + wanted + " arguments, not " + request.arguments().size() + ".",
					"Write: migrations new " + generator.name() + " " + generator.parameters());
		}
		return request.arguments().get(number);
	}

}
