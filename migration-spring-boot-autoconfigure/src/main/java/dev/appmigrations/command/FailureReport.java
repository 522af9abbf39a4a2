package dev.appmigrations.command;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Objects;
import java.util.Set;

import dev.appmigrations.command.terminal.Terminal;
import dev.appmigrations.engine.migration.ErrorCode;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.text.VisibleFailure;
import dev.appmigrations.engine.text.VisibleText;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.json.JsonWriter;
import org.springframework.boot.json.WritableJson;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.io.support.SpringFactoriesLoader.FailureHandler;

/**
 * Why a command failed, in the words that a start of the application would have for it.
 *
 * @param exitCode the exit code of the command
 * @param code the stable code
 * @param description what is wrong
 * @param action what to do, {@code null} where nothing is known
 */
record FailureReport(int exitCode, String code, String description, @Nullable String action) {

	FailureReport {
		description = VisibleText.lines(description);
		action = VisibleText.linesOrNull(action);
	}

	private static final String USAGE = "USAGE";

	private static final Set<ErrorCode> UNREACHABLE = Set.of(ErrorCode.DATABASE_UNAVAILABLE,
			ErrorCode.AUTHENTICATION_FAILED, ErrorCode.DATABASE_MISSING);

	private static final JsonWriter<FailureReport> JSON = JsonWriter
		.of((members) -> members.add("error", FailureReport::value));

	/**
	 * Returns what stands behind the name {@code error} in JSON.
	 * @param failure the failure, {@code null} where nothing failed
	 * @return an object, or {@code null} for a JSON null
	 */
	static @Nullable WritableJson value(@Nullable FailureReport failure) {
		return (failure != null) ? JsonWriter.of(FailureReport::members).write(failure) : null;
	}

	private static void members(JsonWriter.Members<FailureReport> error) {
		error.add("code", FailureReport::code);
		error.add("description", FailureReport::description);
		error.add("action", FailureReport::action);
	}

	/**
	 * Describes a mistake in the command line.
	 * @param mistake what is wrong with it
	 * @return the report, whose action names what may have been meant, and the help
	 */
	static FailureReport ofCommandLine(CommandLine.ParameterException mistake) {
		StringWriter action = new StringWriter();
		PrintWriter lines = new PrintWriter(action);
		CommandLine.UnmatchedArgumentException.printSuggestions(mistake, lines);
		lines.print("See: " + mistake.getCommandLine().getCommandSpec().qualifiedName() + " --help");
		return ofUsage(String.valueOf(mistake.getMessage()), action.toString());
	}

	static FailureReport ofUsage(String description, String action) {
		return new FailureReport(ExitCode.USAGE, USAGE, description, action);
	}

	static FailureReport of(Throwable failure) {
		if (failure instanceof UsageException usage) {
			return ofUsage(String.valueOf(usage.getMessage()), usage.action());
		}
		FailureAnalysis analysis = analysis(failure);
		if (analysis == null) {
			return new FailureReport(ExitCode.PROBLEMS, "UNEXPECTED", VisibleFailure.of(failure).toString(),
					"Run the command with --verbose to see where this comes from.");
		}
		String description = Objects.requireNonNullElse(analysis.getDescription(),
				VisibleFailure.of(failure).toString());
		if (analysis.getCause() instanceof MigrationException exception) {
			int exitCode = (UNREACHABLE.contains(exception.code())) ? ExitCode.NO_CONNECTION : ExitCode.PROBLEMS;
			return new FailureReport(exitCode, exception.code().name(), description, analysis.getAction());
		}
		return new FailureReport(ExitCode.USAGE, "CONFIGURATION", description, analysis.getAction());
	}

	/** Analyzers that want an application context are left out. */
	private static @Nullable FailureAnalysis analysis(Throwable failure) {
		for (FailureAnalyzer analyzer : SpringFactoriesLoader
			.forDefaultResourceLocation(FailureReport.class.getClassLoader())
			.load(FailureAnalyzer.class, FailureHandler.handleMessage((message, cause) -> {
			}))) {
			FailureAnalysis analysis = analyzer.analyze(failure);
			if (analysis != null) {
				return analysis;
			}
		}
		return null;
	}

	/** Returns it as an object with the one name {@code error}. */
	WritableJson asObject() {
		return JSON.write(this);
	}

	String json() {
		return asObject().toJsonString();
	}

	void print(Terminal terminal) {
		terminal.out().flush();
		terminal.err().println(terminal.paint(Terminal.Color.RED, "Failed:") + " " + this.description);
		if (this.action != null) {
			terminal.err().println();
			terminal.err().println(this.action);
		}
	}

}
