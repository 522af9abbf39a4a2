package dev.appmigrations.generate;

/**
 * The arguments of a generator.
 */
final class Arguments {

	private Arguments() {
	}

	/** Returns the change as it was said. */
	static String title(Generator generator, ChangeRequest request) {
		return generator.name() + " " + String.join(" ", request.arguments());
	}

	/** Returns an option that has to be there. */
	static String required(ChangeRequest request, String option, String example) {
		String value = request.option(option);
		if (value == null) {
			throw new RefusedChangeException("--" + option + " is missing.",
					"Say it, for example --" + option + " " + example + ".");
		}
		return value;
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
