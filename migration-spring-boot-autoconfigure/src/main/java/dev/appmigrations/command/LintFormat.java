package dev.appmigrations.command;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

import dev.appmigrations.engine.safety.Level;
import dev.appmigrations.engine.safety.LintReport;
import org.jspecify.annotations.Nullable;

/**
 * The formats in which {@code lint} tells what it has found.
 */
enum LintFormat {

	/** For people. */
	TEXT,

	/** For programs. */
	JSON,

	/** For code scanning: SARIF 2.1.0. */
	SARIF,

	/** Annotations of GitHub Actions. */
	GITHUB,

	/** The Code Quality report of GitLab. */
	GITLAB,

	/** The XML of JUnit's runners. */
	JUNIT,

	/** For the comment of a pull request. */
	MARKDOWN;

	/**
	 * Writes a report.
	 * @param report what was found
	 * @param traced what was traced, {@code null} for nothing
	 * @param folders where the sources are
	 * @param least the lowest level that decides the exit code
	 * @return the text, which ends in a line end unless it is empty
	 */
	String write(LintReport report, @Nullable TracedMigrations traced, SourceFolders folders, Level least) {
		return switch (this) {
			case TEXT -> LintText.of(report) + ((traced != null) ? "\n" + traced.text() : "");
			case JSON -> LintJson.of(report, traced);
			case SARIF -> SarifReport.of(report, folders);
			case GITLAB -> GitlabReport.of(report, folders);
			case JUNIT -> JunitReport.of(report, folders, least);
			case GITHUB -> GithubAnnotations.of(report, folders);
			case MARKDOWN ->
				LintMarkdown.of(report, folders) + ((traced != null) ? "\n" + TraceMarkdown.of(traced) : "");
		};
	}

	String label() {
		return name().toLowerCase(Locale.ROOT);
	}

	static LintFormat parse(String option, String text) {
		for (LintFormat format : values()) {
			if (format.label().equals(text.toLowerCase(Locale.ROOT))) {
				return format;
			}
		}
		throw new UsageException(option + " '" + text + "' is no format.", "The formats are: "
				+ Arrays.stream(values()).map(LintFormat::label).collect(Collectors.joining(", ")) + ".");
	}

}
