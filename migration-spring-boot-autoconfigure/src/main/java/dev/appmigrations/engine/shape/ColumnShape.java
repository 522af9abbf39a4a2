package dev.appmigrations.engine.shape;

import dev.appmigrations.engine.ddl.QuotedIdentifier;
import org.jspecify.annotations.Nullable;

/**
 * A column of a table.
 *
 * @param name its name
 * @param type its type as a statement has it, such as {@code numeric(10,2)}
 * @param notNull whether it is NOT NULL
 * @param defaultExpression its default, or what a generated column is made of; {@code
 * null} for none
 * @param generated whether it is generated
 * @param identity whether it is an identity column
 * @param ownsSequence whether a sequence belongs to it
 * @param collation its collation as a statement has it, {@code null} for that of its type
 * @param storage how its values are stored and counted, where that differs from its type
 * @param traits what its values are like
 * @param comment its comment, {@code null} for none
 */
public record ColumnShape(String name, String type, boolean notNull, @Nullable String defaultExpression,
		boolean generated, boolean identity, boolean ownsSequence, @Nullable String collation, Storage storage,
		Traits traits, @Nullable String comment) {

	/**
	 * Returns its name as a statement has it.
	 * @return the name, in quotes if it needs them
	 */
	public String sql() {
		return QuotedIdentifier.of(this.name);
	}

	/**
	 * How values are stored and counted.
	 *
	 * @param strategy the argument of SET STORAGE, {@code null} for that of the type
	 * @param compression the argument of SET COMPRESSION, {@code null} for the default
	 * @param statistics the argument of SET STATISTICS, -1 for the default
	 * @param options the options of the column, {@code null} for none
	 */
	public record Storage(@Nullable String strategy, @Nullable String compression, int statistics,
			@Nullable String options) {

	}

	/**
	 * What values are like.
	 *
	 * @param equalImage whether values that are equal look the same, too
	 * @param composite whether a value is a row
	 * @param domain whether the type is a domain
	 * @param immutableText whether its text says the same in every session
	 */
	public record Traits(boolean equalImage, boolean composite, boolean domain, boolean immutableText) {

	}

}
