package dev.appmigrations.engine.safety;

import java.time.Duration;
import java.util.List;

import dev.appmigrations.engine.sql.SourceExcerpt;
import dev.appmigrations.engine.sql.SourcePosition;
import dev.appmigrations.engine.text.VisibleText;
import org.jspecify.annotations.Nullable;

/**
 * What a statement of a migration would do to a running application.
 *
 * @param rule the id of the rule
 * @param harm the kind of harm, for example {@code offline}; empty for findings about the
 * script itself
 * @param level how bad it is for this database
 * @param migration the name of the migration
 * @param location where the file is
 * @param position where the statement, or the part of it, begins
 * @param line that line of the script
 * @param caret stands under the column
 * @param objects the tables that it is about
 * @param message what happens
 * @param evidence what is known of this database
 * @param remedy the safe form, lines of SQL; empty where there is none
 * @param dismissal why it does no harm here, {@code null} if it does
 * @param allowed the reason for which the script allows it, {@code null} if it does not
 * @param predicted how long the harm lasts, {@code null} if that is not known
 * @param fingerprint the same as long as rule, file name and statement are the same,
 * wherever it stands and whatever is written around it
 * @param known whether it was there before, so that a baseline has it
 */
public record Finding(String rule, String harm, Level level, String migration, String location, SourcePosition position,
		String line, String caret, List<String> objects, String message, List<String> evidence, String remedy,
		@Nullable String dismissal, @Nullable String allowed, @Nullable Duration predicted, String fingerprint,
		boolean known) {

	public Finding {
		migration = VisibleText.line(migration);
		location = VisibleText.line(location);
		objects = VisibleText.eachLine(objects);
		message = VisibleText.line(message);
		evidence = VisibleText.eachLine(evidence);
		remedy = VisibleText.lines(remedy);
		dismissal = VisibleText.lineOrNull(dismissal);
		allowed = VisibleText.lineOrNull(allowed);
	}

	static Finding of(String rule, Level level, LintedScript script, SourceExcerpt excerpt, String message,
			String remedy, String fingerprint) {
		return new Finding(rule, "", level, script.name(), script.location(), excerpt.position(), excerpt.text(),
				excerpt.caret(), List.of(), message, List.of(), remedy, null, null, null, fingerprint, false);
	}

	/**
	 * Returns the same finding as one that was there before.
	 * @return a finding that counts no more
	 */
	public Finding asKnown() {
		return with(this.level, true);
	}

	/**
	 * Returns the same finding at a level that is not above another.
	 * @param most the highest level
	 * @return a finding of this level or below
	 */
	Finding atMost(Level most) {
		return (this.level.compareTo(most) > 0) ? with(most, this.known) : this;
	}

	private Finding with(Level level, boolean known) {
		return new Finding(this.rule, this.harm, level, this.migration, this.location, this.position, this.line,
				this.caret, this.objects, this.message, this.evidence, this.remedy, this.dismissal, this.allowed,
				this.predicted, this.fingerprint, known);
	}

	/**
	 * Tells whether it is one that somebody has to do something about.
	 * @param least the lowest level that counts
	 * @return {@code false} for what is dismissed, allowed or known
	 */
	public boolean counts(Level least) {
		return this.allowed == null && this.dismissal == null && !this.known && this.level.compareTo(least) >= 0;
	}

	/**
	 * Returns where it is, as a compiler writes it.
	 * @return file, line and column
	 */
	public String place() {
		return this.location + ":" + this.position;
	}

}
