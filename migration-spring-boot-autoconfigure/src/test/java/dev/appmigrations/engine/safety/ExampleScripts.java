package dev.appmigrations.engine.safety;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.appmigrations.support.MemoryScripts;

/**
 * The files of an example: one, or those that lines of the form {@code -- file NAME}
 * begin.
 */
final class ExampleScripts {

	private static final Pattern FILE = Pattern.compile("(?m)^-- file (\\S+)\n");

	private ExampleScripts() {
	}

	static MemoryScripts of(String sql) {
		MemoryScripts scripts = new MemoryScripts();
		Matcher matcher = FILE.matcher(sql);
		String name = "1_x.sql";
		int start = 0;
		while (matcher.find()) {
			if (matcher.start() > start) {
				scripts.with(name, sql.substring(start, matcher.start()));
			}
			name = matcher.group(1);
			start = matcher.end();
		}
		return scripts.with(name, sql.substring(start));
	}

}
