package dev.appmigrations.engine.backfill;

import java.util.Locale;
import java.util.Set;

import dev.appmigrations.engine.ddl.CreateTableAs;
import dev.appmigrations.engine.ddl.DdlStatement;
import dev.appmigrations.engine.ddl.Dml;
import dev.appmigrations.engine.ddl.Opaque;
import dev.appmigrations.engine.ddl.Query;
import dev.appmigrations.engine.sql.RangeTokens;
import dev.appmigrations.engine.sql.RangeTokens.Form;
import dev.appmigrations.engine.sql.SourcePosition;
import dev.appmigrations.engine.sql.StatementTokens;
import dev.appmigrations.engine.sql.TokenType;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a statement can be run for one batch after the other: it changes rows
 * whose key is between {@code :from} and {@code :to}, and nothing else.
 */
final class StatementCheck {

	private static final String ALLOWED = "A backfill has UPDATE, DELETE, MERGE, INSERT … SELECT and SELECT. Move"
			+ " everything else into a migration of its own, before or after it.";

	private static final Set<String> QUERIES = Set.of("select", "with");

	private static final Set<String> CHANGES = Set.of("insert", "update", "delete", "merge", "select", "with", "(");

	private final RangedStatement statement;

	private final int keySize;

	/**
	 * Creates the check of a statement.
	 * @param statement the statement
	 * @param keySize how many columns the key has; 0 if that is not known yet
	 */
	StatementCheck(RangedStatement statement, int keySize) {
		this.statement = statement;
		this.keySize = keySize;
	}

	/**
	 * Finds what is wrong with it.
	 * @return the first thing that is, {@code null} if nothing is
	 */
	@Nullable Fault fault() {
		Fault fault = kind();
		for (RangeTokens.Token token : this.statement.tokens()) {
			fault = (fault != null) ? fault : token(token);
		}
		return (fault != null) ? fault : range();
	}

	private @Nullable Fault kind() {
		DdlStatement ddl = DdlStatement.of(this.statement.parsable());
		if (ddl instanceof Dml dml) {
			return change(dml);
		}
		if (ddl instanceof Query query) {
			return (QUERIES.contains(query.keyword())) ? null : refuse(query.keyword().toUpperCase(Locale.ROOT));
		}
		if (ddl instanceof CreateTableAs) {
			return refuse((firstWord().equals("SELECT")) ? "SELECT INTO" : firstWord());
		}
		if (this.statement.source().kind().transactionControl()) {
			return at("each batch is a transaction already, and " + firstWord() + " would end or begin one",
					"Remove the statement.");
		}
		return (ddl instanceof Opaque && CHANGES.contains(firstWord().toLowerCase(Locale.ROOT))) ? null
				: refuse(firstWord());
	}

	private @Nullable Fault change(Dml dml) {
		return switch (dml.kind()) {
			case COPY -> refuse("COPY");
			case INSERT -> (dml.query()) ? null : refuse("INSERT … VALUES");
			case UPDATE,
					DELETE ->
				(dml.where()) ? null
						: at("the statement has no WHERE: each batch would change every row of " + dml.target(),
								"Let it change the rows of its batch only: WHERE id BETWEEN :from AND :to");
			case MERGE -> null;
		};
	}

	private Fault refuse(String what) {
		return at(what + " cannot be part of a backfill", ALLOWED);
	}

	private @Nullable Fault token(RangeTokens.Token token) {
		return switch (token.form()) {
			case QUOTED -> new Fault(token.position(),
					token.text() + " stands between quotes, where no key replaces it",
					"Write it outside of quotes. If the text is meant as it is, write it in two parts: ':' || 'from'");
			case BRACKETED ->
				new Fault(token.position(), token.text() + " stands between brackets, where no key replaces it",
						"Write it outside of brackets.");
			case UNKNOWN -> new Fault(token.position(), "there is no " + token.text() + " in a backfill",
					(token.text().equalsIgnoreCase(":batch"))
							? "Write the condition out: id BETWEEN :from AND :to, with the columns of the key."
							: "The names are :from and :to, the first and the last key of the batch.");
			case FROM, TO -> (this.keySize > 1 && !isInList(token))
					? new Fault(token.position(),
							token.text() + " is a list of " + this.keySize + " values, as the key has " + this.keySize
									+ " columns",
							"Write it in parentheses: (tenant_id, id) BETWEEN (:from) AND (:to)")
					: null;
		};
	}

	/** Whether a list of values can stand there. */
	private boolean isInList(RangeTokens.Token token) {
		String text = this.statement.source().text();
		int start = this.statement.index(token);
		int before = start - 1;
		while (before >= 0 && Character.isWhitespace(text.charAt(before))) {
			before--;
		}
		int after = start + token.text().length();
		while (after < text.length() && Character.isWhitespace(text.charAt(after))) {
			after++;
		}
		return before >= 0 && after < text.length() && (text.charAt(before) == '(' || text.charAt(before) == ',')
				&& (text.charAt(after) == ')' || text.charAt(after) == ',');
	}

	private @Nullable Fault range() {
		boolean from = this.statement.has(Form.FROM);
		boolean to = this.statement.has(Form.TO);
		if (from && to) {
			return null;
		}
		return at("the statement has no " + ((from) ? ":to" : (to) ? ":from" : ":from and :to"),
				"Each statement is run for one batch after the other: WHERE id BETWEEN :from AND :to");
	}

	private String firstWord() {
		StatementTokens tokens = StatementTokens.of(this.statement.source().text());
		TokenType type = tokens.next();
		return (type != null) ? tokens.lowerCase().toUpperCase(Locale.ROOT) : "";
	}

	private Fault at(String problem, String remedy) {
		return new Fault(this.statement.source().position(), problem, remedy);
	}

	/**
	 * What is wrong with a statement.
	 *
	 * @param position where
	 * @param problem what, as the beginning of a sentence
	 * @param remedy what to write instead
	 */
	record Fault(SourcePosition position, String problem, String remedy) {

	}

}
