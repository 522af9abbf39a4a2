package dev.appmigrations.engine.script;

import java.io.IOException;
import java.io.InputStream;

import dev.appmigrations.engine.migration.Script;

/**
 * A script of another tool's layout, under the name that is its identity here.
 *
 * @param script the file
 * @param fileName the identity; for a file in a folder of its own, such as
 * {@code 2020-01-01-000000_x/up.sql}, the name that the file would have in our form
 * @param name what its path says
 * @param orderedByName whether the tool runs its files in the order of their names, so
 * that two may have one version
 */
record NamedScript(Script script, String fileName, ScriptName name, boolean orderedByName) implements Script {

	@Override
	public String path() {
		return this.script.path();
	}

	@Override
	public InputStream open() throws IOException {
		return this.script.open();
	}

}
