package dev.appmigrations.engine.ddl;

import org.jspecify.annotations.Nullable;

/**
 * Collects what is said of a constraint behind it: the grammar's
 * {@code ConstraintAttributeSpec}.
 */
final class ConstraintFlags {

	private boolean notValid;

	private boolean noInherit;

	private @Nullable Boolean inherit;

	private @Nullable Boolean enforced;

	private @Nullable Boolean deferrable;

	private boolean initiallyDeferred;

	/** Moves on if a flag comes next. */
	boolean accept(TokenCursor cursor) {
		switch (cursor.peek().word()) {
			case "deferrable" -> this.deferrable = true;
			case "enforced" -> this.enforced = true;
			case "initially" -> {
				cursor.next();
				this.initiallyDeferred = cursor.is("deferred");
				if (!this.initiallyDeferred && !cursor.is("immediate")) {
					throw new UnexpectedSyntaxException();
				}
			}
			case "no" -> {
				cursor.next();
				if (!cursor.is("inherit")) {
					throw new UnexpectedSyntaxException();
				}
				this.noInherit = true;
				this.inherit = false;
			}
			case "not" -> {
				return acceptNot(cursor);
			}
			default -> {
				return false;
			}
		}
		cursor.next();
		return true;
	}

	private boolean acceptNot(TokenCursor cursor) {
		switch (cursor.peek(1).word()) {
			case "deferrable" -> this.deferrable = false;
			case "enforced" -> this.enforced = false;
			case "valid" -> this.notValid = true;
			default -> {
				return false;
			}
		}
		cursor.next();
		cursor.next();
		return true;
	}

	/** {@code INHERIT} of an {@code ALTER CONSTRAINT}. */
	boolean acceptInherit(TokenCursor cursor) {
		if (cursor.accept("inherit")) {
			this.inherit = true;
			return true;
		}
		return false;
	}

	void noInherit() {
		this.noInherit = true;
	}

	ConstraintAttributes attributes(@Nullable String name, TextRange range) {
		boolean isDeferrable = (this.deferrable != null) ? this.deferrable : this.initiallyDeferred;
		return new ConstraintAttributes(name, this.notValid, Boolean.FALSE.equals(this.enforced), isDeferrable,
				this.initiallyDeferred, this.noInherit, range);
	}

	boolean notValid() {
		return this.notValid;
	}

	@Nullable Boolean deferrable() {
		return (this.deferrable == null && this.initiallyDeferred) ? Boolean.TRUE : this.deferrable;
	}

	@Nullable Boolean enforced() {
		return this.enforced;
	}

	@Nullable Boolean inherit() {
		return this.inherit;
	}

}
