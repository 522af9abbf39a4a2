package dev.appmigrations.engine.safety.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import dev.appmigrations.engine.ddl.TextRange;
import dev.appmigrations.engine.safety.state.TableState;
import org.jspecify.annotations.Nullable;

/**
 * What a rule has recognised, before it is known how bad it is for this database.
 *
 * @param range the part of the statement that does it, {@code null} for all of it
 * @param tables the tables whose size or newness decides; empty where none does
 * @param effect what the time depends on
 * @param certain whether the text and the facts leave no doubt that it happens
 * @param message what happens, a sentence with the names of this database
 * @param remedy the safe form, SQL that can be pasted; empty where there is none
 * @param evidence what of the database tells so, empty if only the text does
 * @param rows how many rows are changed by the server's estimate, {@code null} if the
 * sizes of the tables decide
 */
public record Hazard(@Nullable TextRange range, List<TableState> tables, Effect effect, boolean certain, String message,
		String remedy, List<String> evidence, @Nullable Long rows) {

	private static final Pattern PLAIN_WORD = Pattern.compile("[\\w.,:-]+");

	public Hazard {
		tables = List.copyOf(tables);
		evidence = List.copyOf(evidence);
	}

	/**
	 * Creates a hazard for which the sizes of the tables decide.
	 * @param range the part of the statement that does it, {@code null} for all of it
	 * @param tables the tables
	 * @param effect what the time depends on
	 * @param certain whether text and facts leave no doubt that it happens
	 * @param message what happens
	 * @param remedy the safe form
	 * @param evidence what of the database tells so
	 */
	Hazard(@Nullable TextRange range, List<TableState> tables, Effect effect, boolean certain, String message,
			String remedy, List<String> evidence) {
		this(range, tables, effect, certain, message, remedy, evidence, null);
	}

	/**
	 * Returns a hazard that is beyond doubt, with the text as its only evidence.
	 * @param range the part of the statement that does it, {@code null} for all of it
	 * @param table the table
	 * @param effect what the time depends on
	 * @param message what happens
	 * @param remedy the safe form
	 * @return the hazard
	 */
	static Hazard of(@Nullable TextRange range, TableState table, Effect effect, String message, String remedy) {
		return new Hazard(range, List.of(table), effect, true, message, remedy, List.of());
	}

	/**
	 * Returns the same with the operation that writes the migrations of the safe form, as
	 * a comment in the remedy; without it where a name would break out of the comment.
	 * @param operation the name of the operation
	 * @param arguments what it is told, names as SQL has them
	 * @return a hazard with one line more in its remedy
	 */
	Hazard writtenBy(String operation, String... arguments) {
		return writtenBy(operation, List.of(arguments), Map.of());
	}

	/**
	 * Returns the same with the operation that writes the migrations of the safe form.
	 * @param operation the name of the operation
	 * @param arguments what it is told, names as SQL has them
	 * @param options its options by name
	 * @return a hazard with one line more in its remedy
	 */
	Hazard writtenBy(String operation, List<String> arguments, Map<String, String> options) {
		List<String> words = new ArrayList<>(List.of(operation));
		words.addAll(arguments);
		options.forEach((name, value) -> words.addAll(List.of("--" + name, value)));
		if (words.stream().anyMatch((word) -> word.chars().anyMatch(Character::isISOControl))) {
			return this;
		}
		String line = words.stream().map(Hazard::shellWord).collect(Collectors.joining(" "));
		return new Hazard(this.range, this.tables, this.effect, this.certain, this.message,
				this.remedy + "\n-- or have the files written by the operation: " + line, this.evidence, this.rows);
	}

	private static String shellWord(String argument) {
		return (PLAIN_WORD.matcher(argument).matches()) ? argument : "'" + argument.replace("'", "'\\''") + "'";
	}

	/**
	 * Returns the same as what may not happen.
	 * @return an uncertain hazard
	 */
	Hazard uncertain() {
		return new Hazard(this.range, this.tables, this.effect, false, this.message, this.remedy, this.evidence,
				this.rows);
	}

	/**
	 * Returns the same with what the database tells of it.
	 * @param facts sentences or phrases
	 * @return a hazard with evidence
	 */
	Hazard because(String... facts) {
		return new Hazard(this.range, this.tables, this.effect, this.certain, this.message, this.remedy, List.of(facts),
				this.rows);
	}

	/**
	 * Returns the same with the number of rows that the server expects to change.
	 * @param estimate the number
	 * @return a hazard whose time depends on that number
	 */
	Hazard ofRows(long estimate) {
		return new Hazard(this.range, this.tables, this.effect, this.certain, this.message, this.remedy,
				List.of("EXPLAIN: " + String.format(Locale.ROOT, "%,d", estimate) + " rows"), estimate);
	}

}
