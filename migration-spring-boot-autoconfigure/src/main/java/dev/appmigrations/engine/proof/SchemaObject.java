package dev.appmigrations.engine.proof;

import org.jspecify.annotations.Nullable;

/**
 * Something that a catalogue holds: an object, or what was said of one, such as a grant
 * or a comment.
 *
 * @param identity what it is, for example {@code column public.users.email}; unique in a
 * database
 * @param definition what else is known of it, as text of SQL where there is one; may be
 * empty
 * @param owner the identity of what it is a part of and goes with, {@code null} for none
 * @param removal the statement that removes it, {@code null} where there is no simple one
 */
public record SchemaObject(String identity, String definition, @Nullable String owner, @Nullable String removal) {

	boolean isSame(SchemaObject other) {
		return this.identity.equals(other.identity) && this.definition.equals(other.definition);
	}

	@Override
	public String toString() {
		return (this.definition.isEmpty()) ? this.identity : this.identity + ": " + this.definition;
	}

}
