package dev.appmigrations.engine.safety;

import java.time.Duration;
import java.util.Locale;

/**
 * A finding as people read it, wherever it is shown.
 */
public final class FindingText {

	private static final String INDENT = "    ";

	private static final int MILLIS = 1000;

	private FindingText() {
	}

	/**
	 * Returns a finding with everything that a person needs.
	 * @param finding the finding
	 * @return several lines
	 */
	public static String of(Finding finding) {
		StringBuilder text = new StringBuilder(line(finding));
		text.append("\n").append(INDENT).append(finding.line()).append("\n").append(INDENT).append(finding.caret());
		if (!finding.evidence().isEmpty()) {
			text.append("\n  Known: ").append(String.join("; ", finding.evidence()));
		}
		if (finding.dismissal() != null) {
			text.append("\n  Dismissed: ").append(finding.dismissal());
		}
		if (finding.allowed() != null) {
			text.append("\n  Allowed: ").append(finding.allowed());
		}
		if (!finding.remedy().isEmpty() && finding.dismissal() == null && finding.allowed() == null) {
			text.append("\n  Instead:\n").append(finding.remedy().indent(INDENT.length()).stripTrailing());
		}
		return text.toString();
	}

	/**
	 * Returns a finding in one line.
	 * @param finding the finding
	 * @return place, level, rule and what happens
	 */
	public static String line(Finding finding) {
		return finding.place() + ": " + finding.level().label() + " " + finding.rule() + ": " + sentence(finding);
	}

	/**
	 * Returns what happens, and for how long.
	 * @param finding the finding
	 * @return a sentence without a full stop
	 */
	public static String sentence(Finding finding) {
		Duration predicted = finding.predicted();
		return finding.message() + ((predicted != null) ? " (" + about(predicted) + ")" : "");
	}

	private static String about(Duration duration) {
		double seconds = (double) duration.toMillis() / MILLIS;
		if (seconds < 0.05) {
			return "a moment";
		}
		if (seconds < 10) {
			return String.format(Locale.ROOT, "about %.1f s", seconds);
		}
		return (seconds < 600) ? String.format(Locale.ROOT, "about %.0f s", seconds)
				: String.format(Locale.ROOT, "about %.0f min", seconds / 60);
	}

}
