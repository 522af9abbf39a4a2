package dev.appmigrations.engine.script;

import java.io.IOException;
import java.io.Reader;
import java.util.Objects;
import java.util.function.Supplier;

import dev.appmigrations.engine.migration.BackfillSpec;
import dev.appmigrations.engine.migration.Checksum;
import dev.appmigrations.engine.migration.Script;
import dev.appmigrations.engine.script.directive.DirectiveTarget;
import dev.appmigrations.engine.script.directive.Directives;
import dev.appmigrations.engine.script.directive.HeaderBuilder;
import dev.appmigrations.engine.script.directive.InvalidDirectiveException;
import dev.appmigrations.engine.script.directive.ScriptHeader;
import dev.appmigrations.engine.sql.Directive;
import dev.appmigrations.engine.sql.ForeignMarker;
import dev.appmigrations.engine.sql.MarkingTool;
import dev.appmigrations.engine.sql.ScriptBuffers;
import dev.appmigrations.engine.sql.SourcePosition;
import dev.appmigrations.engine.sql.SqlStatement;
import dev.appmigrations.engine.sql.StatementReader;
import dev.appmigrations.engine.sql.TokenDigest;
import dev.appmigrations.engine.sql.TokenListener;
import dev.appmigrations.engine.sql.TokenType;
import org.jspecify.annotations.Nullable;

/**
 * Reads a script once, from end to end, in memory that does not grow with it: its
 * directives, the checksum of its up part, and its units. The texts of its statements are
 * read again when they are sent. Not for use by several threads.
 */
final class ScriptParser {

	private final Placeholders placeholders;

	private final ScriptBuffers buffers = new ScriptBuffers();

	private final TokenDigest digest = new TokenDigest();

	ScriptParser(Placeholders placeholders) {
		this.placeholders = placeholders;
	}

	/**
	 * Reads a script.
	 * @param script the script
	 * @param replaced whether the checksum is that of the text with its placeholders
	 * replaced, as with repeatable migrations
	 * @param rollback whether the file undoes a migration that another file applies
	 * @return what it says
	 * @throws IOException if it cannot be read or decoded
	 * @throws dev.appmigrations.engine.sql.SqlSyntaxException if it cannot be split
	 * @throws UnusableScriptException if a directive cannot be understood, a statement
	 * cannot be part of a migration, or a placeholder has no value
	 */
	ParsedScript parse(Script script, boolean replaced, boolean rollback) throws IOException {
		Pass pass = pass(script, rollback, false, false);
		if (pass.upLate || pass.downLate) {
			// A directive about transactions stands behind statements: once more.
			pass = pass(script, rollback, pass.upLate, pass.downLate);
		}
		Checksum checksum = pass.checksum();
		if (!replaced && !this.placeholders.isEmpty()) {
			Pass raw = new Pass(null, rollback);
			raw.onlySections = true;
			raw.read(Placeholders.NONE.reader(script, this.buffers));
			checksum = raw.checksum();
		}
		if (pass.foreign.hasTemplates()) {
			TemplateActions.refuse(this.placeholders.reader(script, this.buffers));
		}
		ScriptHeader header = pass.header.header();
		Section down = pass.down;
		requireNoRollback(pass);
		return new ParsedScript(header, checksum, pass.up.part(script, header),
				(down != null) ? down.part(script, header) : null, pass.header.declarations(), backfill(pass.header),
				pass.changed);
	}

	private static ParsedScript.@Nullable Backfill backfill(HeaderBuilder header) {
		Directive directive = header.backfillDirective();
		if (directive == null) {
			return null;
		}
		try {
			BackfillSpec spec = Objects.requireNonNull(header.backfill());
			return new ParsedScript.Backfill(spec, directive.position());
		}
		catch (InvalidDirectiveException ex) {
			throw UnusableScriptException.of(ex);
		}
	}

	private static void requireNoRollback(Pass pass) {
		Directive irreversible = pass.header.irreversible();
		Section undo = (pass.rollback && pass.down == null) ? pass.up : pass.down;
		if (irreversible != null && undo != null && !undo.isEmpty()) {
			throw UnusableScriptException.section(irreversible.position(),
					"'irreversible' says that the migration cannot be undone, but its rollback has statements",
					"Remove the directive, or the statements.");
		}
	}

	private Pass pass(Script script, boolean rollback, boolean upAlone, boolean downAlone) throws IOException {
		Pass pass = new Pass((this.placeholders.isEmpty()) ? null : new UndefinedPlaceholders(), rollback);
		pass.upAlone = upAlone;
		pass.downAlone = downAlone;
		if (upAlone) {
			pass.up.oneByOne();
		}
		pass.read(this.placeholders.reader(script, this.buffers));
		return pass;
	}

	/**
	 * One reading of the text.
	 */
	private final class Pass implements TokenListener, DirectiveTarget {

		private final @Nullable UndefinedPlaceholders undefined;

		private final TokenDigest digest = ScriptParser.this.digest;

		private final HeaderBuilder header = new HeaderBuilder();

		private Section up = new Section(1, this.header, true);

		private @Nullable Section down;

		private Section current = this.up;

		private boolean upMarked;

		private final boolean rollback;

		private final ForeignSections foreign = new ForeignSections();

		/** Whether an earlier release may have read the script in another way. */
		private boolean changed;

		private boolean upAlone;

		private boolean downAlone;

		private boolean upLate;

		private boolean downLate;

		/** Whether a token of a statement was seen, its end perhaps not yet. */
		private boolean started;

		/** Whether other directives say nothing, because their values are not known. */
		private boolean onlySections;

		private long read;

		private @Nullable StatementReader statements;

		Pass(@Nullable UndefinedPlaceholders undefined, boolean rollback) {
			this.undefined = undefined;
			this.rollback = rollback;
			this.digest.reset();
		}

		void read(Reader reader) throws IOException {
			try (StatementReader statements = StatementReader.scanning(reader, this, ScriptParser.this.buffers)) {
				this.statements = statements;
				for (SqlStatement statement = statements.next(); statement != null; statement = statements.next()) {
					this.read++;
					this.current.add(statement, statements.longStatement());
				}
			}
			this.foreign.finish();
		}

		private boolean isInBody() {
			return this.statements != null && this.statements.isInBody();
		}

		Checksum checksum() {
			return new Checksum(this.digest.finish());
		}

		@Override
		public void token(TokenType type, char[] buffer, int start, int end, Supplier<SourcePosition> position) {
			if (!type.isIgnored()) {
				this.started = true;
				if (this.foreign.refusesStatements()) {
					this.foreign.requireDirection();
				}
			}
			else if (type == TokenType.LINE_COMMENT && ForeignMarker.mayMatter(buffer, start, end) && !isInBody()) {
				comment(new String(buffer, start, end - start), position.get());
			}
			if (this.undefined != null) {
				this.undefined.token(type, buffer, start, end, position);
			}
			if (this.current == this.up) {
				this.digest.token(type, buffer, start, end, position);
			}
		}

		@Override
		public void statementEnd() {
			if (this.current == this.up) {
				this.digest.statementEnd();
			}
		}

		@Override
		public void copyData(char[] buffer, int start, int end) {
			if (this.current == this.up) {
				this.digest.copyData(buffer, start, end);
			}
		}

		private void comment(String comment, SourcePosition position) {
			Directive directive = Directive.of(comment, position);
			if (directive != null) {
				directive(directive);
				return;
			}
			ForeignMarker marker = (this.header.hasOnlyOwnSections()) ? null : ForeignMarker.of(comment, position);
			StatementReader reader = this.statements;
			if (marker != null && reader != null) {
				boolean goingDown = this.current == this.down || (this.rollback && this.down == null && !this.upMarked);
				foreign(marker, this.foreign.accept(marker, goingDown,
						new ForeignSections.Place(!reader.isFirstInLine(), reader.isInStatement())));
			}
		}

		private void foreign(ForeignMarker marker, ForeignMarker.Kind kind) {
			this.changed |= marker.tool().isUnderstood();
			switch (kind) {
				case UP -> section(marker.position(), true, true);
				case UP_WITHOUT_TRANSACTION -> section(marker.position(), true, false);
				case DOWN -> section(marker.position(), false, true);
				case DOWN_WITHOUT_TRANSACTION -> section(marker.position(), false, false);
				case NO_TRANSACTION -> {
					boolean all = marker.tool() != MarkingTool.TERN;
					this.upAlone |= all || this.current == this.up;
					this.downAlone |= all || this.current == this.down;
					this.upLate |= this.upAlone && !runsOneByOne(this.up);
					this.downLate |= this.downAlone && this.down != null && !runsOneByOne(this.down);
				}
				default -> {
				}
			}
		}

		/** Lets a section run so if it still can. */
		private boolean runsOneByOne(Section section) {
			if (section.isEmpty()) {
				section.oneByOne();
			}
			return section.isOneByOne();
		}

		private void directive(Directive directive) {
			if (this.onlySections && !directive.isSectionMarker() && !directive.excludesOtherTools()) {
				return;
			}
			try {
				Directives.read(directive, this.started, this);
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
			this.changed = true;
			this.foreign.ownSection(marker.position());
			section(marker.position(), marker.key().equals("up"), transactional);
		}

		/** Inside a section that a marker has begun, of whatever tool, it is its own. */
		@Override
		public void emptySection(Directive marker, String reason) {
			boolean up = marker.key().equals("up");
			this.changed = true;
			boolean begun = this.current == ((up) ? this.up : this.down) && (this.upMarked || !up);
			if (!begun || !this.current.isEmpty()) {
				section(marker.position(), up, true);
			}
			this.header.emptySection(up, reason);
			this.current.declareEmpty();
		}

		@Override
		public void irreversible(Directive directive) {
			this.changed = true;
			this.header.irreversible(directive);
		}

		private void section(SourcePosition position, boolean startsUp, boolean transactional) {
			if ((startsUp) ? this.upMarked || !this.up.isEmpty() : this.down != null) {
				String name = (startsUp) ? "up" : "down";
				throw UnusableScriptException.section(position,
						(this.upMarked || !startsUp) ? "there are two '" + name + "' sections"
								: "there are statements before the section 'up'",
						"A file has at most one section 'up', then at most one section 'down'.");
			}
			this.current = new Section(this.read + 1, this.header,
					transactional && !((startsUp) ? this.upAlone : this.downAlone));
			if (startsUp) {
				this.upMarked = true;
				this.up = this.current;
			}
			else {
				this.down = this.current;
			}
		}

	}

}
