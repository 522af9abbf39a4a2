package dev.appmigrations.engine.safety;

import java.util.List;

import dev.appmigrations.engine.migration.ErrorCode;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.wording.Message;
import dev.appmigrations.engine.wording.Wording;

/**
 * Pending migrations would harm a running application, and the options say that such ones
 * do not run; nothing was run.
 */
public final class UnsafeMigrationsException extends MigrationException {

	private static final long serialVersionUID = 1L;

	private final transient LintReport report;

	/**
	 * Creates an exception.
	 * @param report what was found, at least one failure among it
	 */
	public UnsafeMigrationsException(LintReport report) {
		super(ErrorCode.UNSAFE_MIGRATIONS, description(report), action(report), null);
		this.report = report;
	}

	private UnsafeMigrationsException(UnsafeMigrationsException original, Wording wording) {
		super(original, wording);
		this.report = original.report;
	}

	@Override
	protected UnsafeMigrationsException copy(Wording wording) {
		return new UnsafeMigrationsException(this, wording);
	}

	/**
	 * Returns everything that was found.
	 * @return the report
	 */
	public LintReport report() {
		return this.report;
	}

	private static String description(LintReport report) {
		List<Finding> failures = report.findings(Level.FAIL);
		StringBuilder text = new StringBuilder("Nothing was run, because ")
			.append((failures.size() == 1) ? "a statement" : failures.size() + " statements")
			.append(" would harm the running application:");
		for (Finding finding : failures) {
			text.append("\n\n").append(FindingText.of(finding));
		}
		return text.toString();
	}

	private static Message action(LintReport report) {
		Finding first = report.findings(Level.FAIL).get(0);
		return Message
			.of("Write the migration in the safe form. Where it is harmless, say why in the line above the statement:\n\n    -- migrate:allow "
					+ first.rule() + " REASON");
	}

}
