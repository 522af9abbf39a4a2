package dev.appmigrations.engine.sql;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Reads the names in a statement by PostgreSQL's grammar, from left to right. Text that
 * does not match it has no target: the server will say what is wrong.
 */
final class TargetParser {

	private static final List<TargetType> REINDEXED = List.of(TargetType.INDEX, TargetType.TABLE, TargetType.SCHEMA,
			TargetType.DATABASE, TargetType.SYSTEM);

	private static final Word END = new Word(TokenType.OTHER, "");

	private final List<Word> words;

	private int position;

	private TargetParser(List<Word> words) {
		this.words = words;
	}

	static TargetParser of(String statement) {
		CharWindow window = new CharWindow(new StringReader(statement), statement.length() + 1);
		SqlTokenizer tokenizer = new SqlTokenizer(window);
		List<Word> words = new ArrayList<>();
		try {
			for (TokenType type = tokenizer.next(); type != null; type = tokenizer.next()) {
				if (!type.isIgnored()) {
					words.add(Word.of(type, new String(window.buffer, window.start, window.position - window.start)));
				}
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return new TargetParser(words);
	}

	@Nullable StatementTarget parse(StatementKind kind) {
		return switch (kind) {
			case CREATE_INDEX_CONCURRENTLY -> createIndex();
			case DROP_INDEX_CONCURRENTLY -> named(TargetType.INDEX, "drop", "index", "concurrently");
			case REINDEX_CONCURRENTLY, REINDEX_MANY -> reindex();
			case DETACH_PARTITION_CONCURRENTLY -> detachPartition();
			case CREATE_DATABASE -> named(TargetType.DATABASE, "create", "database");
			case DROP_DATABASE -> named(TargetType.DATABASE, "drop", "database");
			case CREATE_TABLESPACE -> named(TargetType.TABLESPACE, "create", "tablespace");
			case DROP_TABLESPACE -> named(TargetType.TABLESPACE, "drop", "tablespace");
			case CREATE_SUBSCRIPTION -> named(TargetType.SUBSCRIPTION, "create", "subscription");
			case DROP_SUBSCRIPTION -> named(TargetType.SUBSCRIPTION, "drop", "subscription");
			case COMMIT_PREPARED -> prepared("commit", "prepared");
			case ROLLBACK_PREPARED -> prepared("rollback", "prepared");
			default -> null;
		};
	}

	private @Nullable StatementTarget createIndex() {
		accept("create");
		boolean unique = accept("unique");
		accept("index", "concurrently");
		boolean conditional = accept("if", "not", "exists");
		boolean unnamed = is("on");
		List<ObjectName> names = (unnamed) ? List.of() : listOf(name());
		boolean complete = accept("on") && (unnamed || !names.isEmpty());
		ObjectName table = table();
		return (complete && table != null) ? new StatementTarget(TargetType.INDEX, names, table, conditional, unique)
				: null;
	}

	private @Nullable StatementTarget named(TargetType type, String... keywords) {
		accept(keywords);
		boolean conditional = accept("if", "exists");
		List<ObjectName> names = new ArrayList<>();
		do {
			names.addAll(listOf(name()));
		}
		while (type == TargetType.INDEX && accept(","));
		return (names.isEmpty()) ? null : new StatementTarget(type, names, null, conditional, false);
	}

	private @Nullable StatementTarget reindex() {
		accept("reindex");
		if (is("(")) {
			while (!accept(")") && this.position < this.words.size()) {
				this.position++;
			}
		}
		for (TargetType type : REINDEXED) {
			if (accept(StatementClassifier.lowerCase(type.name()))) {
				accept("concurrently");
				List<ObjectName> names = listOf(name());
				boolean complete = !names.isEmpty() || type == TargetType.DATABASE || type == TargetType.SYSTEM;
				return (complete) ? new StatementTarget(type, names, null, false, false) : null;
			}
		}
		return null;
	}

	private @Nullable StatementTarget detachPartition() {
		accept("alter", "table");
		boolean conditional = accept("if", "exists");
		ObjectName table = table();
		boolean complete = accept("detach", "partition");
		ObjectName partition = name();
		return (complete && table != null && partition != null)
				? new StatementTarget(TargetType.PARTITION, List.of(partition), table, conditional, false) : null;
	}

	private @Nullable StatementTarget prepared(String... keywords) {
		accept(keywords);
		Word word = next();
		boolean string = word.type() == TokenType.STRING || word.type() == TokenType.DOLLAR_STRING;
		boolean last = this.position == this.words.size();
		String identifier = (string && last) ? QuotedText.string(word.text()) : null;
		return (identifier != null) ? new StatementTarget(TargetType.PREPARED_TRANSACTION,
				List.of(ObjectName.of(identifier)), null, false, false) : null;
	}

	/** {@code t}, {@code t *}, {@code ONLY t} or {@code ONLY (t)}. */
	private @Nullable ObjectName table() {
		boolean parenthesis = accept("only", "(");
		if (!parenthesis) {
			accept("only");
		}
		ObjectName name = name();
		accept((parenthesis) ? ")" : "*");
		return name;
	}

	private @Nullable ObjectName name() {
		List<String> parts = new ArrayList<>();
		do {
			Word word = next();
			if (word.type() == TokenType.IDENTIFIER) {
				parts.add(word.text());
			}
			else if (word.type() == TokenType.QUOTED_IDENTIFIER) {
				parts.add(QuotedText.identifier(word.text(), escape(word)));
			}
			else {
				return null;
			}
		}
		while (accept("."));
		return new ObjectName(parts);
	}

	private char escape(Word name) {
		if (QuotedText.isUnicode(name.text()) && accept("uescape")) {
			String text = QuotedText.string(next().text());
			return (text != null && !text.isEmpty()) ? text.charAt(0) : QuotedText.DEFAULT_ESCAPE;
		}
		return QuotedText.DEFAULT_ESCAPE;
	}

	private static List<ObjectName> listOf(@Nullable ObjectName name) {
		return (name != null) ? List.of(name) : List.of();
	}

	/** Moves on if all of the keywords, or symbols, come next. */
	private boolean accept(String... keywords) {
		for (int i = 0; i < keywords.length; i++) {
			if (!wordAt(this.position + i).text().equals(keywords[i])) {
				return false;
			}
		}
		this.position += keywords.length;
		return true;
	}

	private boolean is(String keyword) {
		return wordAt(this.position).text().equals(keyword);
	}

	private Word next() {
		Word word = wordAt(this.position);
		this.position = Math.min(this.position + 1, this.words.size());
		return word;
	}

	private Word wordAt(int index) {
		return (index < this.words.size()) ? this.words.get(index) : END;
	}

	/** A token that the server sees; a keyword or unquoted name in lower case. */
	private record Word(TokenType type, String text) {

		static Word of(TokenType type, String text) {
			return new Word(type, (type == TokenType.IDENTIFIER) ? StatementClassifier.lowerCase(text) : text);
		}

	}

}
