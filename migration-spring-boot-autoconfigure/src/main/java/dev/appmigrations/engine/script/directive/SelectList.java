package dev.appmigrations.engine.script.directive;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import dev.appmigrations.engine.script.directive.SqlFragment.Token;
import dev.appmigrations.engine.sql.TokenType;
import org.jspecify.annotations.Nullable;

/**
 * What a SELECT returns, as far as it matters whether these are rows of a table.
 */
final class SelectList {

	/** What may stand behind the list. All of them are reserved. */
	static final Set<String> ENDS = Set.of("from", "where", "group", "having", "window", "union", "except", "intersect",
			"order", "limit", "offset", "fetch", "for", "into", "returning", "select");

	/** PostgreSQL's own (see the manual's section on aggregate functions). */
	private static final Set<String> AGGREGATES = Set.of("count", "sum", "min", "max", "avg", "bool_and", "bool_or",
			"every", "bit_and", "bit_or", "bit_xor", "any_value", "array_agg", "string_agg", "json_agg", "jsonb_agg",
			"json_object_agg", "jsonb_object_agg", "json_arrayagg", "json_objectagg", "xmlagg", "range_agg",
			"range_intersect_agg", "stddev", "stddev_pop", "stddev_samp", "variance", "var_pop", "var_samp");

	private final List<Token> list = new ArrayList<>();

	private final boolean from;

	private final boolean grouped;

	/**
	 * Reads a SELECT.
	 * @param tokens its tokens behind the word, up to the next query of a UNION
	 */
	SelectList(List<Token> tokens) {
		int start = start(tokens);
		int end = start;
		while (end < tokens.size() && !(tokens.get(end).depth() == 0 && tokens.get(end).isWord()
				&& ENDS.contains(tokens.get(end).text()) && !isDistinctFrom(tokens, end))) {
			end++;
		}
		this.list.addAll(tokens.subList(Math.min(start, end), end));
		boolean behind = false;
		boolean groups = false;
		for (Token token : tokens.subList(end, tokens.size())) {
			behind |= token.depth() == 0 && (token.is("from") || token.is("where"));
			groups |= token.depth() == 0 && token.is("group");
		}
		this.from = behind;
		this.grouped = groups;
	}

	/** Moves behind ALL, DISTINCT and DISTINCT ON (…). */
	private static int start(List<Token> tokens) {
		int start = 0;
		if (start < tokens.size() && (tokens.get(start).is("all") || tokens.get(start).is("distinct"))) {
			start++;
			if (start < tokens.size() && tokens.get(start).is("on")) {
				start += 2;
				while (start < tokens.size() && tokens.get(start).depth() > 0) {
					start++;
				}
				start++;
			}
		}
		return Math.min(start, tokens.size());
	}

	private static boolean isDistinctFrom(List<Token> tokens, int index) {
		return index > 0 && tokens.get(index).is("from") && tokens.get(index - 1).is("distinct");
	}

	/**
	 * Returns why these are not rows of a table.
	 * @return the end of a sentence about the query, {@code null} if they may well be
	 */
	@Nullable String problem() {
		if (this.list.isEmpty()) {
			return "returns no columns";
		}
		Token first = this.list.get(0);
		String aggregate = aggregate();
		if (aggregate != null && !this.grouped) {
			return "does not return the rows that are left, but one value of all of them (" + aggregate + ")";
		}
		boolean constant = first.type() == TokenType.NUMBER || first.type() == TokenType.STRING || first.is("true")
				|| first.is("false") || first.is("null");
		if (constant && (this.list.size() == 1 || this.list.get(1).is(","))) {
			return "returns a constant (" + first.text() + ") in place of the key";
		}
		if (first.is("exists") || (first.is("not") && this.list.size() > 1 && this.list.get(1).is("exists"))) {
			return "does not return the rows that are left, but whether there are any (EXISTS)";
		}
		return (!this.from && (first.is("(") || first.is("case") || first.is("not") || constant))
				? "returns one row, whatever is left" : null;
	}

	/** An aggregate of this query, and not of one within. */
	private @Nullable String aggregate() {
		int within = Integer.MAX_VALUE;
		for (int i = 0; i + 1 < this.list.size(); i++) {
			Token token = this.list.get(i);
			if (token.depth() <= within) {
				within = Integer.MAX_VALUE;
			}
			if (token.is("(") && (this.list.get(i + 1).is("select") || this.list.get(i + 1).is("with"))) {
				within = Math.min(within, token.depth());
			}
			else if (within == Integer.MAX_VALUE && AGGREGATES.contains(token.text()) && this.list.get(i + 1).is("(")
					&& !isWindow(i + 1)) {
				return token.text();
			}
		}
		return null;
	}

	/** Whether OVER follows the arguments, FILTER and WITHIN GROUP. */
	private boolean isWindow(int open) {
		int depth = this.list.get(open).depth();
		for (int i = open + 1; i < this.list.size(); i++) {
			Token token = this.list.get(i);
			if (token.depth() == depth && token.is("over")) {
				return true;
			}
			if (token.depth() < depth || (token.depth() == depth && !token.is("(") && !token.is(")")
					&& !token.is("filter") && !token.is("within") && !token.is("group"))) {
				return false;
			}
		}
		return false;
	}

}
