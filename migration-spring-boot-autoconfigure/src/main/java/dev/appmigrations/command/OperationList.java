package dev.appmigrations.command;

import java.io.PrintWriter;

import dev.appmigrations.generate.Generator;
import dev.appmigrations.generate.Generators;

/**
 * The operations that {@code new} knows, for people.
 */
final class OperationList {

	private OperationList() {
	}

	static void print(PrintWriter out) {
		for (Generator generator : Generators.all()) {
			out.println("new " + generator.name() + " " + generator.parameters());
			out.println("    " + generator.description());
			if (!generator.options().isEmpty()) {
				out.println(
						"    " + String.join(", ", generator.options().stream().sorted().map("--"::concat).toList()));
			}
		}
	}

}
