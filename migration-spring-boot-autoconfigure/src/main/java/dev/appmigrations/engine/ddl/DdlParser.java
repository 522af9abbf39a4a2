package dev.appmigrations.engine.ddl;

/**
 * Reads a statement by recursive descent.
 */
final class DdlParser {

	private DdlParser() {
	}

	static DdlStatement parse(String statement) {
		return new Opaque("");
	}

}
