package dev.appmigrations.engine.script.directive;

import java.util.List;

import dev.appmigrations.engine.sql.Directive;
import org.jspecify.annotations.Nullable;

/**
 * All directives that a script may have.
 */
public final class Directives {

	/** In the order in which an error lists them. */
	private static final List<DirectiveParser> PARSERS = List.of(new SectionDirective("up"),
			new SectionDirective("down"), new TransactionDirective(), new RequiresDirective(), new PhaseDirective(),
			new LockTimeoutDirective(), new StatementTimeoutDirective(), new OwnSectionsDirective(),
			new IrreversibleDirective(), new BackfillDirective(), new VerifyDirective(), new AllowDirective("allow"),
			new AllowDirective("allow-in-file"));

	private Directives() {
	}

	/**
	 * Reads a directive.
	 * @param directive the directive
	 * @param behindStatement whether a statement stands before it in the script
	 * @param target receives what it says
	 * @throws InvalidDirectiveException if the key is unknown, the value wrong, or the
	 * directive in the wrong place
	 */
	public static void read(Directive directive, boolean behindStatement, DirectiveTarget target) {
		DirectiveParser parser = find(directive.key());
		if (behindStatement && (parser == null || !parser.standsAnywhere())) {
			throw new InvalidDirectiveException(directive, "the directive stands after the first statement",
					"Directives other than 'up', 'down', 'irreversible' and 'allow' stand before the first statement.");
		}
		if (parser == null) {
			throw unknown(directive);
		}
		parser.parse(directive, target);
	}

	/**
	 * Returns the keys of all directives.
	 * @return the keys, in lower case
	 */
	static List<String> keys() {
		return PARSERS.stream().map(DirectiveParser::key).toList();
	}

	private static @Nullable DirectiveParser find(String key) {
		for (DirectiveParser parser : PARSERS) {
			if (parser.key().equals(key)) {
				return parser;
			}
		}
		return null;
	}

	private static InvalidDirectiveException unknown(Directive directive) {
		String value = directive.value();
		String word = directive.word();
		if (!word.equals(directive.key()) && !word.isEmpty()) {
			boolean alone = word.equals("up") || word.equals("down");
			return new InvalidDirectiveException(directive,
					"only a blank may stand directly behind the key '" + word + "' (" + directive.key() + ")",
					"Write -- migrate:" + word + ((alone) ? "" : " VALUE")
							+ ". If this is no directive, write the comment without 'migrate:'.");
		}
		return new InvalidDirectiveException(directive,
				"there is no directive '" + directive.key() + "'" + ((value.isEmpty()) ? "" : " (" + value + ")"),
				"The directives are: " + String.join(", ", keys())
						+ ". If this is no directive, write the comment without 'migrate:'.");
	}

}
