package dev.appmigrations.engine.script.directive;

import java.util.Set;
import java.util.TreeSet;

import dev.appmigrations.engine.sql.Directive;

/**
 * {@code allow RULE REASON} or {@code allow-in-file RULE REASON}: accepts what a rule of
 * the linter finds in the next statement, or in the file. Whoever judges the script reads
 * it there; here it is only made sure that it says something.
 *
 * @param key {@code allow} or {@code allow-in-file}
 */
record AllowDirective(String key) implements DirectiveParser {

	/** The ids of all rules. */
	static final Set<String> RULES = Set.of("add-check-validated", "add-column-generated-stored", "add-column-identity",
			"add-column-inline-check", "add-column-inline-unique", "add-column-not-null-without-default",
			"add-column-serial", "add-column-volatile-default", "add-foreign-key-validated", "add-primary-key",
			"add-unique-constraint", "attach-partition-scan", "backfill-directive-invalid",
			"backfill-unverified-contract", "backfill-with-ddl-same-transaction", "change-column-type",
			"change-type-index-rebuild", "concurrent-index-on-partitioned", "constraint-before-drain",
			"create-index-non-concurrent", "create-partition-of", "dml-estimate-too-large", "drop-cascade",
			"drop-column", "drop-index-non-concurrent", "drop-table", "enum-value-used-same-transaction",
			"fk-not-valid-on-partitioned", "narrow-column-type", "on-conflict-target-lost", "published-table-changed",
			"rename-column", "rename-table", "set-not-null", "set-not-null-drops-its-proof",
			"sync-trigger-dropped-early", "table-rewrite", "truncate", "validate-while-holding-lock",
			"view-blocks-type-change");

	@Override
	public boolean standsAnywhere() {
		return this.key.equals("allow");
	}

	@Override
	public void parse(Directive directive, DirectiveTarget target) {
		String[] words = directive.value().split("\\s+", 2);
		if (!RULES.contains(words[0])) {
			throw new InvalidDirectiveException(directive,
					(words[0].isEmpty()) ? "no rule is named" : "there is no rule '" + words[0] + "'",
					"Write -- migrate:" + this.key + " RULE REASON. The rules are: "
							+ String.join(", ", new TreeSet<>(RULES)) + ".");
		}
		if (words.length < 2) {
			throw new InvalidDirectiveException(directive, "there is no reason behind the rule", "Write -- migrate:"
					+ this.key + " " + words[0] + " REASON, so that the next reader knows why it is harmless here.");
		}
	}

}
