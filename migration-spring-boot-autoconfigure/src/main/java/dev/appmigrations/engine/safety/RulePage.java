package dev.appmigrations.engine.safety;

import dev.appmigrations.engine.safety.rule.Example;
import dev.appmigrations.engine.safety.rule.Example.Proof;
import dev.appmigrations.engine.safety.rule.Rule;

/**
 * What there is to know of a rule, as Markdown.
 */
public final class RulePage {

	private static final int NEWEST = 18;

	private RulePage() {
	}

	/**
	 * Writes the page of a rule.
	 * @param rule the rule
	 * @return the page
	 */
	public static String of(Rule rule) {
		Example example = rule.example();
		StringBuilder page = new StringBuilder("# ").append(rule.id()).append("\n\n");
		page.append("Harm: ").append(rule.harm().text()).append(".\n\n");
		page.append(rule.explanation()).append("\n\n");
		page.append("## Harmful\n\nWith these tables:\n\n");
		sql(page, example.setup());
		page.append("this does harm:\n\n");
		sql(page, example.bad());
		page.append("Measured on PostgreSQL ")
			.append(example.since())
			.append(" to ")
			.append(Math.min(example.until(), NEWEST))
			.append(": ")
			.append(measured(example.proof()))
			.append(".\n\n## Safe\n\n");
		sql(page, example.good());
		page.append("## To allow it\n\nIn the line above the statement, with the reason why it is harmless there:\n\n");
		sql(page, "-- migrate:allow " + rule.id() + " REASON");
		page.append("For the whole file it is `allow-in-file`.\n");
		return page.toString();
	}

	private static void sql(StringBuilder page, String sql) {
		page.append("```sql\n").append(sql.strip()).append("\n```\n\n");
	}

	private static String measured(Proof proof) {
		if (proof instanceof Proof.Locks locks) {
			String lock = locks.lock() + " on " + String.join(" and ", locks.tables());
			return (locks.effect() == null) ? lock + ", held to the end of the transaction"
					: lock + ", held while " + String.join(", ", locks.affected()) + " is " + switch (locks.effect()) {
						case SCAN -> "read from the first row to the last";
						case INDEX_BUILD -> "read to build an index";
						case REWRITE -> "written anew, with all its indexes";
						case ROWS -> "changed row by row";
						case BRIEF -> "left as it is";
					};
		}
		if (proof instanceof Proof.Breaks breaks) {
			return "`" + breaks.statement() + "` of the older release fails";
		}
		if (proof instanceof Proof.Fails fails) {
			return "the statement fails with SQLSTATE " + fails.sqlState();
		}
		if (proof instanceof Proof.Loses loses) {
			return "`" + loses.query() + "` has another result";
		}
		if (proof instanceof Proof.Refused) {
			return "it is refused before its first statement is sent";
		}
		return "nothing that shows on one server, because " + ((Proof.Unseen) proof).reason();
	}

}
