package dev.appmigrations.command;

import picocli.CommandLine;

/**
 * The option of all commands that programs may read.
 */
final class JsonOption {

	static final String NAME = "--json";

	@CommandLine.Option(names = NAME, description = "Print JSON, for programs.")
	private boolean json;

	boolean isSet() {
		return this.json;
	}

}
