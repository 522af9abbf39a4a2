package dev.appmigrations.benchmarks;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/**
 * Starts a JVM of its own for work whose start or whose heap is measured.
 */
final class Fork {

	private static final String RESULT = "RESULT ";

	private final List<String> command = new ArrayList<>();

	/**
	 * Creates a fork.
	 * @param main the class to run
	 * @param classPath which of the entries of this JVM's class path it has
	 * @param first entries that come before them
	 * @param options options of the JVM
	 */
	Fork(Class<?> main, Predicate<String> classPath, List<Path> first, String... options) {
		List<String> entries = new ArrayList<>();
		first.forEach((entry) -> entries.add(entry.toString()));
		Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
			.filter(classPath)
			.forEach(entries::add);
		this.command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		this.command.addAll(List.of(options));
		this.command.add("-Dbenchmarks.log=" + System.getProperty("benchmarks.log", "benchmarks.log"));
		this.command.add("-cp");
		this.command.add(String.join(File.pathSeparator, entries));
		this.command.add(main.getName());
	}

	/**
	 * Prints in the forked JVM what the other one waits for.
	 * @param figures the figures
	 */
	static void report(long... figures) {
		Table.note(RESULT + String.join(" ", Arrays.stream(figures).mapToObj(Long::toString).toList()));
	}

	/**
	 * Runs the work.
	 * @param arguments what to tell it
	 * @return the figures that it reported
	 * @throws IOException if it cannot be started, or reported none
	 * @throws InterruptedException if this thread is interrupted
	 */
	long[] run(List<String> arguments) throws IOException, InterruptedException {
		Process process = start(arguments);
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		int exit = process.waitFor();
		return output.lines()
			.filter((line) -> line.startsWith(RESULT))
			.findFirst()
			.map((line) -> Arrays.stream(line.substring(RESULT.length()).split(" ")).mapToLong(Long::parseLong))
			.orElseThrow(() -> new IOException("The forked JVM ended with " + exit + ":\n" + output))
			.toArray();
	}

	/**
	 * Starts the work, for others to watch or to kill.
	 * @param arguments what to tell it
	 * @return the process, which ends with 0 if the work is done
	 * @throws IOException if it cannot be started
	 */
	Process start(List<String> arguments) throws IOException {
		List<String> all = new ArrayList<>(this.command);
		all.addAll(arguments);
		return new ProcessBuilder(all).redirectErrorStream(true).start();
	}

}
