package dev.appmigrations.engine.script.directive;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.appmigrations.engine.migration.BackfillSpec;
import dev.appmigrations.engine.migration.BackfillSpec.Run;
import dev.appmigrations.engine.migration.BackfillSpec.Size;
import dev.appmigrations.engine.migration.BackfillSpec.Verify;
import dev.appmigrations.engine.sql.Directive;
import org.jspecify.annotations.Nullable;

/**
 * Collects what the directives {@code backfill} and {@code verify} of one script say.
 */
final class BackfillBuilder {

	static final String EXAMPLE = "-- migrate:backfill table=users key=id";

	static final Set<String> OPTIONS = Set.of("table", "key", "batch", "target", "duty", "where", "order", "on-error",
			"run", "start");

	private static final Pattern BATCH = Pattern.compile("(?:(fixed:)?(\\d{1,7})|(\\d{1,7})\\.\\.(\\d{1,7}))");

	private static final Pattern SKIP = Pattern.compile("skip:(\\d{1,4})");

	private static final Pattern SHARE = Pattern.compile("\\d(?:\\.\\d{1,6})?|\\.\\d{1,6}");

	private static final int LARGEST = 1_000_000;

	private static final int MOST_SKIPS = 1000;

	private static final Duration LONGEST_TARGET = Duration.ofMinutes(10);

	private final Map<String, String> values = new HashMap<>();

	private final Map<String, Directive> places = new HashMap<>();

	private final List<Directive> verify = new ArrayList<>(1);

	/** The first directive. */
	private final Directive first;

	/**
	 * Creates a builder.
	 * @param first the first directive
	 * @param verified what {@code verify} has said before it, {@code null} for nothing
	 */
	BackfillBuilder(Directive first, @Nullable BackfillBuilder verified) {
		this.first = first;
		if (verified != null) {
			this.verify.addAll(verified.verify);
		}
	}

	/** Whether there is no {@code backfill} yet. */
	boolean isOnlyVerified() {
		return !this.first.key().equals("backfill");
	}

	InvalidDirectiveException contradiction(String other, String remedy) {
		return new InvalidDirectiveException(this.first, "'backfill' and '" + other + "' contradict each other",
				remedy);
	}

	Directive first() {
		return this.first;
	}

	void option(Directive directive, String name, String value) {
		if (!OPTIONS.contains(name)) {
			throw new InvalidDirectiveException(directive, "'backfill' has no option '" + name + "'",
					"The options are: " + String.join(", ", new TreeSet<>(OPTIONS)) + ".");
		}
		if (this.values.putIfAbsent(name, value) != null) {
			throw new InvalidDirectiveException(directive, "the option '" + name + "' is there twice",
					"Keep one of them.");
		}
		this.places.put(name, directive);
	}

	void verify(Directive directive) {
		this.verify.add(directive);
	}

	/**
	 * Returns what has been collected.
	 * @return the specification
	 * @throws InvalidDirectiveException if something is wrong or missing
	 */
	BackfillSpec build() {
		if (isOnlyVerified()) {
			throw new InvalidDirectiveException(this.first, "there is a 'verify', but no 'backfill'",
					"Write which table is walked: " + EXAMPLE + ". Without batches, remove 'verify'.");
		}
		String table = this.values.get("table");
		if (table == null) {
			throw new InvalidDirectiveException(this.first, "'backfill' does not say which table it walks",
					"Name it, and its key if that is not the primary key: " + EXAMPLE);
		}
		WrittenNames tables = WrittenNames.of(table, place("table"), "table");
		if (tables.names().size() != 1 || tables.names().get(0).parts().size() > 2) {
			throw new InvalidDirectiveException(place("table"), "'" + table + "' is not the name of one table",
					"Write table=users or table=app.users.");
		}
		return new BackfillSpec(table, key(), size(), target(), duty(), where(), isDescending(), skips(), run(),
				startNow(), verify());
	}

	private Directive place(String option) {
		return this.places.getOrDefault(option, this.first);
	}

	private InvalidDirectiveException wrong(String option, String remedy) {
		return new InvalidDirectiveException(place(option), "'" + option + "' cannot be " + this.values.get(option),
				remedy);
	}

	private List<String> key() {
		String key = this.values.get("key");
		if (key == null) {
			return List.of();
		}
		WrittenNames names = WrittenNames.of(key, place("key"), "key");
		if (names.names().stream().anyMatch((name) -> name.parts().size() > 1)) {
			throw wrong("key", "Name columns of the table, with commas between them: key=tenant_id,id");
		}
		if (Set.copyOf(names.names()).size() < names.names().size()) {
			throw wrong("key", "Name each column once.");
		}
		return names.written();
	}

	private Size size() {
		String batch = this.values.get("batch");
		if (batch == null) {
			return Size.DEFAULT;
		}
		Matcher matcher = BATCH.matcher(batch.toLowerCase(Locale.ROOT));
		if (!matcher.matches()) {
			throw wrong("batch", "Write the size of the first batch (batch=1000), the smallest and the largest one"
					+ " (batch=100..20000), or the only one (batch=fixed:500).");
		}
		boolean range = matcher.group(2) == null;
		int smallest = Integer.parseInt((range) ? matcher.group(3) : matcher.group(2));
		int largest = (range) ? Integer.parseInt(matcher.group(4)) : smallest;
		if (smallest < 1 || largest < smallest || largest > LARGEST) {
			throw wrong("batch", "A batch has 1 to " + LARGEST + " rows, the smaller size first.");
		}
		if (matcher.group(1) != null) {
			return new Size(smallest, smallest, smallest);
		}
		if (range) {
			return new Size(Math.min(Math.max(Size.DEFAULT.first(), smallest), largest), smallest, largest);
		}
		return new Size(smallest, Math.min(Size.DEFAULT.smallest(), smallest),
				Math.max(Size.DEFAULT.largest(), smallest));
	}

	private Duration target() {
		String text = this.values.get("target");
		if (text == null) {
			return BackfillSpec.TARGET;
		}
		Duration target = DirectiveDuration.of(place("target"), text);
		if (target.isZero() || target.compareTo(LONGEST_TARGET) > 0) {
			throw wrong("target", "A batch takes 1ms to 10min: other transactions wait for the rows that it locks.");
		}
		return target;
	}

	private double duty() {
		String text = this.values.get("duty");
		if (text == null) {
			return BackfillSpec.DUTY;
		}
		BigDecimal duty = (SHARE.matcher(text).matches()) ? new BigDecimal(text) : BigDecimal.ZERO;
		if (duty.signum() <= 0 || duty.compareTo(BigDecimal.ONE) > 0) {
			throw wrong("duty", "Write the share of the time in which batches run: above 0, at most 1, such as 0.5.");
		}
		return duty.doubleValue();
	}

	private @Nullable String where() {
		String where = this.values.get("where");
		if (where != null) {
			SqlFragment.of(where, place("where"), "where").requireCondition();
		}
		return where;
	}

	private boolean isDescending() {
		return switch (this.values.getOrDefault("order", "asc").toLowerCase(Locale.ROOT)) {
			case "asc" -> false;
			case "desc" -> true;
			default -> throw wrong("order", "Write order=asc, or order=desc to begin at the greatest key.");
		};
	}

	private int skips() {
		String text = this.values.getOrDefault("on-error", "stop").toLowerCase(Locale.ROOT);
		Matcher matcher = SKIP.matcher(text);
		int skips = (matcher.matches()) ? Integer.parseInt(matcher.group(1)) : 0;
		if (!text.equals("stop") && (skips < 1 || skips > MOST_SKIPS)) {
			throw wrong("on-error", "Write on-error=stop, or on-error=skip:N to leave out up to N rows whose data fail,"
					+ " at most " + MOST_SKIPS + ".");
		}
		return skips;
	}

	private Run run() {
		return switch (this.values.getOrDefault("run", "auto").toLowerCase(Locale.ROOT)) {
			case "auto" -> Run.AUTO;
			case "startup" -> Run.STARTUP;
			case "background" -> Run.BACKGROUND;
			case "command" -> Run.COMMAND;
			default -> throw wrong("run", "Write run=auto, run=startup, run=background or run=command.");
		};
	}

	private @Nullable String startNow() {
		String start = this.values.get("start");
		if (start == null) {
			return null;
		}
		String[] words = start.split("\\s+", 2);
		if (!words[0].equalsIgnoreCase("now")) {
			throw wrong("start", "The only value is now, with a reason behind it: start=now REASON");
		}
		if (words.length < 2) {
			throw new InvalidDirectiveException(place("start"), "'start=now' gives no reason",
					"Say why it does no harm that older releases still write the table: start=now REASON");
		}
		return words[1];
	}

	private Verify verify() {
		if (this.verify.isEmpty()) {
			throw new InvalidDirectiveException(this.first, "there is no 'verify' for the backfill",
					VerifyQuery.REMEDY);
		}
		Directive directive = this.verify.get(0);
		String[] words = directive.value().split("\\s+", 2);
		if (words[0].equalsIgnoreCase("none")) {
			return none(directive, words);
		}
		String query = String.join(" ", this.verify.stream().map(Directive::value).toList());
		return new Verify.Query(VerifyQuery.check(query, directive), directive.position().line());
	}

	private Verify none(Directive directive, String[] words) {
		if (words.length < 2) {
			throw new InvalidDirectiveException(directive, "'verify none' gives no reason",
					"Say why nothing needs to be verified: -- migrate:verify none REASON");
		}
		if (this.verify.size() > 1) {
			throw new InvalidDirectiveException(this.verify.get(1), "'verify none' is not the only 'verify'",
					"Keep the query, or 'verify none' with its reason in one line.");
		}
		return new Verify.None(words[1]);
	}

}
