package dev.appmigrations.engine.script;

import java.util.List;

import dev.appmigrations.engine.migration.Script;
import dev.appmigrations.engine.migration.ScriptPart;
import dev.appmigrations.engine.migration.Unit;
import dev.appmigrations.engine.script.directive.HeaderBuilder;
import dev.appmigrations.engine.script.directive.ScriptHeader;
import dev.appmigrations.engine.sql.LongStatement;
import dev.appmigrations.engine.sql.SqlStatement;
import dev.appmigrations.engine.sql.StatementKind;
import org.jspecify.annotations.Nullable;

/**
 * The statements of one part of a script, while it is read.
 */
final class Section {

	private final long first;

	private final HeaderBuilder header;

	private boolean transactional;

	private @Nullable UnitSplitter splitter;

	private @Nullable UnitSplitter valuesCommitted;

	private @Nullable UnitSplitter callsAlone;

	private boolean calls;

	private boolean declaredEmpty;

	private boolean sessionState;

	private @Nullable StatementKind reason;

	private int reasonLine;

	private @Nullable LongStatement longest;

	/**
	 * Creates a section.
	 * @param first the number of its first statement in the script
	 * @param header the directives, complete when the first statement comes
	 * @param transactional whether the section's own marker lets statements share a
	 * transaction
	 */
	Section(long first, HeaderBuilder header, boolean transactional) {
		this.first = first;
		this.header = header;
		this.transactional = transactional;
	}

	boolean isEmpty() {
		return this.splitter == null;
	}

	/** Lets each statement be a transaction of its own; before the first of them. */
	void oneByOne() {
		this.transactional = false;
	}

	boolean isOneByOne() {
		return !this.transactional;
	}

	/** No statement may follow. */
	void declareEmpty() {
		this.declaredEmpty = true;
	}

	void add(SqlStatement statement, @Nullable LongStatement size) {
		if (this.declaredEmpty) {
			throw UnusableScriptException.section(statement.position(),
					"a statement stands in a section that has none, as its directive says",
					"Remove the word 'none' with its reason from the directive, or the statement.");
		}
		if (size != null && (this.longest == null || size.memory(false) > this.longest.memory(false))) {
			this.longest = size;
		}
		if (this.splitter == null || this.valuesCommitted == null || this.callsAlone == null) {
			boolean oneByOne = !this.transactional || !this.header.header().transactional();
			this.splitter = new UnitSplitter(oneByOne, false, false, this.first);
			this.valuesCommitted = new UnitSplitter(oneByOne, false, true, this.first);
			this.callsAlone = new UnitSplitter(oneByOne, true, true, this.first);
		}
		this.splitter.add(statement);
		this.valuesCommitted.add(statement);
		this.callsAlone.add(statement);
		StatementKind kind = statement.kind();
		this.calls |= kind == StatementKind.CALL || kind == StatementKind.DO;
		this.sessionState |= kind.sessionState();
		if (this.reason == null && !kind.transactional()) {
			this.reason = kind;
			this.reasonLine = statement.position().line();
		}
	}

	/**
	 * Ends the section.
	 * @param script the script
	 * @param scriptHeader its directives
	 * @return the part
	 * @throws UnusableScriptException if a transaction is left open
	 */
	ScriptPart part(Script script, ScriptHeader scriptHeader) {
		List<Unit> units = (this.splitter != null) ? this.splitter.finish() : List.of();
		List<Unit> committed = (this.valuesCommitted != null) ? this.valuesCommitted.finish() : List.of();
		List<Unit> alone = (this.callsAlone != null) ? this.callsAlone.finish() : List.of();
		return new ScriptPart(script, units, (committed.equals(units)) ? List.of() : committed,
				(this.calls) ? alone : List.of(), !this.transactional || !scriptHeader.transactional(),
				this.sessionState, scriptHeader.timeouts(), reason(units, scriptHeader), this.longest);
	}

	private String reason(List<Unit> units, ScriptHeader scriptHeader) {
		if (!this.transactional || !scriptHeader.transactional()) {
			return "statement by statement: the directive says transaction false";
		}
		if (this.reason != null) {
			return units.size() + " units: line " + this.reasonLine + ", " + this.reason.reason();
		}
		return (units.size() > 1) ? units.size() + " transactions: the script has its own" : "one transaction";
	}

}
