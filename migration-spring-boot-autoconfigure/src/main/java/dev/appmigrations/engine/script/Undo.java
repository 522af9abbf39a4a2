package dev.appmigrations.engine.script;

import dev.appmigrations.engine.migration.Declarations;
import dev.appmigrations.engine.migration.ScriptPart;
import org.jspecify.annotations.Nullable;

/**
 * The way back from a migration, as one file has it. A rollback without statements is
 * none, unless the file says that it is meant so.
 *
 * @param part the statements, {@code null} where there is no rollback
 * @param declared what the file says of directions without statements
 * @param backfill how it walks a table in batches, as its own file says it, {@code null}
 * if it says nothing of that
 */
record Undo(@Nullable ScriptPart part, Declarations declared, ParsedScript.@Nullable Backfill backfill) {

	static final Undo NONE = new Undo(null, Declarations.NONE);

	private Undo(@Nullable ScriptPart part, Declarations declared) {
		this(part, declared, null);
	}

	/**
	 * Reads the down section of a migration's own file.
	 * @param parsed the file
	 * @return the way back
	 */
	static Undo section(ParsedScript parsed) {
		Declarations declared = parsed.declarations();
		ScriptPart down = parsed.down();
		return (down == null && declared.equals(Declarations.NONE)) ? NONE
				: of(down, declared, declared.nothingToUndo());
	}

	/**
	 * Reads a rollback in a file of its own, which may mark its only section, even as
	 * {@code up}.
	 * @param parsed the file
	 * @return the way back
	 */
	static Undo file(ParsedScript parsed) {
		Declarations declared = parsed.declarations();
		ScriptPart down = (parsed.down() != null) ? parsed.down() : parsed.up();
		String nothing = (declared.nothingToUndo() != null) ? declared.nothingToUndo() : declared.noop();
		return of(down, new Declarations(null, nothing, declared.irreversible(), null), nothing).with(own(parsed));
	}

	/** A file that has both directions says how the other one walks. */
	private static ParsedScript.@Nullable Backfill own(ParsedScript parsed) {
		ParsedScript.Backfill backfill = parsed.backfill();
		boolean both = parsed.down() != null && parsed.up().statements() > 0;
		return (backfill != null && both) ? new ParsedScript.Backfill(backfill.spec().backwards(), backfill.position())
				: backfill;
	}

	private Undo with(ParsedScript.@Nullable Backfill found) {
		return (found != null) ? new Undo(this.part, this.declared, found) : this;
	}

	private static Undo of(@Nullable ScriptPart down, Declarations declared, @Nullable String nothingToUndo) {
		if (declared.irreversible() != null || down == null) {
			return new Undo(null, declared);
		}
		if (down.statements() > 0 || nothingToUndo != null) {
			return new Undo(down, declared);
		}
		return new Undo(null, new Declarations(declared.noop(), null, null, down.script().path()));
	}

	/**
	 * Adds what the file beside the migration's own has.
	 * @param file the way back there
	 * @return the way back, which there is none of if either file says so
	 */
	Undo or(Undo file) {
		if (file.equals(NONE)) {
			return this;
		}
		Declarations there = file.declared;
		String irreversible = first(this.declared.irreversible(), there.irreversible());
		String nothing = first(this.declared.nothingToUndo(), there.nothingToUndo());
		if (irreversible != null) {
			return new Undo(null, new Declarations(this.declared.noop(), nothing, irreversible, null));
		}
		ScriptPart found = (this.part != null) ? this.part : file.part;
		String empty = (found != null) ? null : first(there.emptyRollback(), this.declared.emptyRollback());
		return new Undo(found, new Declarations(this.declared.noop(), nothing, null, empty),
				(this.part == null) ? file.backfill : null);
	}

	private static @Nullable String first(@Nullable String one, @Nullable String other) {
		return (one != null) ? one : other;
	}

}
