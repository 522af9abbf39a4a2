package dev.appmigrations.engine.script;

import java.io.IOException;
import java.io.Reader;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.appmigrations.engine.migration.Checksum;
import dev.appmigrations.engine.script.directive.DirectiveTarget;
import dev.appmigrations.engine.script.directive.Directives;
import dev.appmigrations.engine.script.directive.HeaderBuilder;
import dev.appmigrations.engine.script.directive.InvalidDirectiveException;
import dev.appmigrations.engine.sql.Directive;
import dev.appmigrations.engine.sql.SectionMarkers;
import dev.appmigrations.engine.sql.SourcePosition;
import dev.appmigrations.engine.sql.StatementReader;
import dev.appmigrations.engine.sql.TokenDigest;
import dev.appmigrations.engine.sql.TokenListener;
import dev.appmigrations.engine.sql.TokenType;
import org.jspecify.annotations.Nullable;

/**
 * Reads a script as release 0.1 did, for the checksum that it wrote into the history: it
 * knew sections of its own alone, and took a comment for prose wherever it was not quite
 * a directive. Scripts that are refused here were refused there.
 */
final class FirstReading implements TokenListener, SectionMarkers, DirectiveTarget {

	private static final Pattern FORM = Pattern.compile(
			"--[ \\t]*migrate:(?:([\\w-]+)|[ \\t]+(up|down)(?=[ \\t\\f\\u000b]*$))(?:\\s+(.*))?\\s*",
			Pattern.CASE_INSENSITIVE);

	private final TokenDigest digest = new TokenDigest();

	private final HeaderBuilder header = new HeaderBuilder();

	private @Nullable StatementReader statements;

	private boolean started;

	private boolean upMarked;

	private boolean downMarked;

	private boolean inUp = true;

	private FirstReading() {
	}

	/**
	 * Computes the checksum.
	 * @param reader the text, which is closed
	 * @return the checksum, of scheme 1
	 * @throws IOException if it cannot be read
	 * @throws UnusableScriptException if that release refused it
	 * @throws dev.appmigrations.engine.sql.SqlSyntaxException if it cannot be split
	 */
	static Checksum checksum(Reader reader) throws IOException {
		FirstReading reading = new FirstReading();
		try (StatementReader statements = StatementReader.scanning(reader, reading, reading)) {
			reading.statements = statements;
			while (statements.next() != null) {
				reading.started = true;
			}
		}
		return Checksum.ofFirstScheme(reading.digest.finish());
	}

	@Override
	public boolean divides(char[] buffer, int start, int end, int column) {
		Directive directive = find(new String(buffer, start, end - start), SourcePosition.START);
		return directive != null && directive.isSectionMarker();
	}

	private static @Nullable Directive find(String comment, SourcePosition position) {
		Matcher matcher = FORM.matcher(comment);
		if (!matcher.matches()) {
			return null;
		}
		String key = (matcher.group(1) != null) ? matcher.group(1) : matcher.group(2);
		String value = matcher.group(3);
		return new Directive(key.toLowerCase(Locale.ROOT), (value != null) ? value.strip() : "", position);
	}

	@Override
	public void token(TokenType type, char[] buffer, int start, int end, Supplier<SourcePosition> position) {
		if (type == TokenType.LINE_COMMENT && this.statements != null && !this.statements.isInBody()) {
			Directive directive = find(new String(buffer, start, end - start), position.get());
			if (directive != null) {
				directive(directive);
			}
		}
		this.started |= !type.isIgnored();
		if (this.inUp) {
			this.digest.token(type, buffer, start, end, position);
		}
	}

	private void directive(Directive directive) {
		try {
			Directives.read(directive, this.started, this);
			if (this.header.backfillDirective() != null) {
				throw UnusableScriptException.section(directive.position(), "the directive is unknown", "");
			}
		}
		catch (InvalidDirectiveException ex) {
			throw UnusableScriptException.of(ex);
		}
	}

	@Override
	public HeaderBuilder header() {
		return this.header;
	}

	@Override
	public void section(Directive marker, boolean transactional) {
		boolean up = marker.key().equals("up");
		if ((up) ? this.upMarked || (this.started && this.inUp) : this.downMarked) {
			throw UnusableScriptException.section(marker.position(), "the section is misplaced", "");
		}
		this.upMarked |= up;
		this.downMarked |= !up;
		this.inUp = up;
	}

	@Override
	public void emptySection(Directive marker, String reason) {
		throw UnusableScriptException.section(marker.position(), "the option is unknown", "");
	}

	@Override
	public void irreversible(Directive directive) {
		throw UnusableScriptException.section(directive.position(), "the directive is unknown", "");
	}

	@Override
	public void statementEnd() {
		if (this.inUp) {
			this.digest.statementEnd();
		}
	}

	@Override
	public void copyData(char[] buffer, int start, int end) {
		if (this.inUp) {
			this.digest.copyData(buffer, start, end);
		}
	}

}
