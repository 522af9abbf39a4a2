package dev.appmigrations.engine.script.directive;

import java.util.List;
import java.util.Set;

import dev.appmigrations.engine.script.directive.SqlFragment.Token;
import dev.appmigrations.engine.sql.Directive;

/**
 * Examines the query of {@code verify}: it has to be one query that changes nothing and
 * returns the rows that are left. One that counts them returns a row even when none is
 * left, and never says which they are.
 */
final class VerifyQuery {

	static final String REMEDY = "Return the rows that are left, the columns of the key first:"
			+ " -- migrate:verify SELECT id FROM users WHERE full_name IS NULL. If that cannot be said, write"
			+ " -- migrate:verify none REASON.";

	private static final Set<String> CHANGES = Set.of("insert", "update", "delete", "merge");

	private static final Set<String> SET_OPERATIONS = Set.of("union", "except", "intersect");

	private static final Set<String> LOCKS = Set.of("update", "share", "no", "key");

	private final SqlFragment query;

	private final List<Token> tokens;

	private VerifyQuery(SqlFragment query) {
		this.query = query;
		int outer = 0;
		List<Token> all = query.tokens();
		while (all.get(outer).is("(")) {
			outer++;
		}
		int depth = all.get(outer).depth();
		this.tokens = all.stream()
			.filter((token) -> token.depth() >= depth)
			.map((token) -> new Token(token.type(), token.text(), token.depth() - depth))
			.toList();
	}

	/**
	 * Examines a query.
	 * @param sql the query
	 * @param directive where it begins
	 * @return the query without a semicolon
	 * @throws InvalidDirectiveException if it is something else, or counts
	 */
	static String check(String sql, Directive directive) {
		SqlFragment fragment = SqlFragment.of(sql, directive, "verify");
		new VerifyQuery(fragment).check();
		return fragment.text();
	}

	private void check() {
		String keyword = this.tokens.get(0).text();
		switch (keyword) {
			case "select", "with" -> {
				requireNoChange(keyword);
				checkSelects();
			}
			case "values", "table" -> {
			}
			default -> throw refuse("'verify' is no query, but begins with " + keyword);
		}
	}

	private void requireNoChange(String keyword) {
		for (int i = 1; i < this.tokens.size(); i++) {
			Token token = this.tokens.get(i);
			Token before = this.tokens.get(i - 1);
			boolean begins = before.is("(") || (keyword.equals("with") && before.is(")") && token.depth() == 0);
			if (begins && token.isWord() && CHANGES.contains(token.text()) && !isFollowedBy(i, "(", ",", ".", ")")) {
				throw refuse("'verify' changes rows (" + token.text() + ")");
			}
			if (token.depth() == 0 && token.is("into")) {
				throw refuse("'verify' creates a table (SELECT INTO)");
			}
			if (token.depth() == 0 && before.is("for") && LOCKS.contains(token.text())) {
				throw refuse("'verify' locks rows (FOR " + token.text() + "), which a query that only reads cannot do");
			}
		}
	}

	private boolean isFollowedBy(int index, String... symbols) {
		if (index + 1 == this.tokens.size()) {
			return false;
		}
		Token next = this.tokens.get(index + 1);
		return List.of(symbols).contains(next.text());
	}

	/** Each query of a UNION has a list of its own. */
	private void checkSelects() {
		for (int i = 0; i < this.tokens.size(); i++) {
			if (this.tokens.get(i).depth() == 0 && this.tokens.get(i).is("select")) {
				int end = i + 1;
				while (end < this.tokens.size() && !(this.tokens.get(end).depth() == 0
						&& SET_OPERATIONS.contains(this.tokens.get(end).text()))) {
					end++;
				}
				String problem = new SelectList(this.tokens.subList(i + 1, end)).problem();
				if (problem != null) {
					throw refuse("'verify' " + problem);
				}
			}
		}
	}

	private InvalidDirectiveException refuse(String problem) {
		return new InvalidDirectiveException(this.query.directive(), problem, REMEDY);
	}

}
