package dev.appmigrations.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import dev.appmigrations.command.json.ReportJson;
import dev.appmigrations.engine.report.NoticeReport;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.json.JsonWriter;
import org.springframework.boot.json.WritableJson;

/**
 * What the server says while a script runs, for people and for programs.
 */
final class NoticeLines {

	private static final String INDENT = " ".repeat(10);

	private NoticeLines() {
	}

	/**
	 * Words a notice for people.
	 * @param notice the notice
	 * @return a line with its place, and one each for DETAIL and HINT
	 */
	static List<String> of(NoticeReport notice) {
		List<String> lines = new ArrayList<>();
		lines.add("%-9s ".formatted(notice.severity().toLowerCase(Locale.ROOT)) + notice.place() + ": "
				+ notice.message());
		add(lines, "DETAIL", notice.detail());
		add(lines, "HINT", notice.hint());
		return lines;
	}

	private static void add(List<String> lines, String label, @Nullable String text) {
		if (text != null && !text.isEmpty()) {
			lines.add(INDENT + label + ": " + text);
		}
	}

	/**
	 * Writes notices for programs.
	 * @param notices the notices
	 * @return an object for each
	 */
	static List<WritableJson> json(List<NoticeReport> notices) {
		return ReportJson.array(notices, NoticeLines::members);
	}

	private static void members(JsonWriter.Members<NoticeReport> notice) {
		notice.add("severity", NoticeReport::severity);
		notice.add("warning", NoticeReport::warning);
		notice.add("message", NoticeReport::message);
		notice.add("detail", NoticeReport::detail);
		notice.add("hint", NoticeReport::hint);
		notice.add("file", NoticeReport::file);
		notice.add("line", (value) -> (value.line() > 0) ? value.line() : null);
	}

}
