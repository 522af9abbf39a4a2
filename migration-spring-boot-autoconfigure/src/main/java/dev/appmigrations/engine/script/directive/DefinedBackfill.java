package dev.appmigrations.engine.script.directive;

import java.math.BigDecimal;
import java.util.Map;

import dev.appmigrations.engine.migration.BackfillSpec;
import dev.appmigrations.engine.sql.Directive;
import dev.appmigrations.engine.sql.SourcePosition;
import org.jspecify.annotations.Nullable;

/**
 * Checks what code says of a backfill, as if directives had said it.
 */
public final class DefinedBackfill {

	private static final SourcePosition NOWHERE = SourcePosition.START;

	private DefinedBackfill() {
	}

	/**
	 * Makes a specification.
	 * @param options the values of the options, by their names
	 * @param verify a query, or {@code none} and a reason; {@code null} for nothing
	 * @return the specification
	 * @throws InvalidDirectiveException if something is wrong or missing
	 */
	public static BackfillSpec of(Map<String, String> options, @Nullable String verify) {
		Directive first = new Directive("backfill", "", NOWHERE);
		if (verify == null) {
			throw new InvalidDirectiveException(first, "it does not say how it is known that no row is left",
					"Add .verify(\"SELECT …\") with a query that returns the rows that are left, the columns of the"
							+ " key first; or .verifyNone(\"…\") with a reason.");
		}
		BackfillBuilder builder = new BackfillBuilder(first, null);
		options.forEach((name, value) -> builder.option(new Directive("backfill", value, NOWHERE), name, value));
		builder.verify(new Directive("verify", verify, NOWHERE));
		return builder.build().withoutLine();
	}

	/**
	 * Writes a share as the option {@code duty} has it.
	 * @param share the share
	 * @return a number without an exponent
	 */
	public static String share(double share) {
		return (Double.isFinite(share)) ? BigDecimal.valueOf(share).toPlainString() : String.valueOf(share);
	}

}
