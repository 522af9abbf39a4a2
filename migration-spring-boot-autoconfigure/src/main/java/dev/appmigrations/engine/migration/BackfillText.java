package dev.appmigrations.engine.migration;

import java.math.BigDecimal;
import java.util.Locale;

import dev.appmigrations.engine.migration.BackfillSpec.Size;
import dev.appmigrations.engine.migration.BackfillSpec.Verify;

/**
 * Writes a specification as the directives that it was read from, or could have been.
 */
final class BackfillText {

	private static final String BACKFILL = "-- migrate:backfill ";

	private BackfillText() {
	}

	static String of(BackfillSpec spec) {
		StringBuilder text = new StringBuilder(BACKFILL).append("table=").append(spec.table());
		if (!spec.key().isEmpty()) {
			text.append(" key=").append(String.join(",", spec.key()));
		}
		text.append(" batch=").append(batch(spec.size()));
		text.append(" target=").append(spec.target().toMillis()).append("ms");
		text.append(" duty=").append(BigDecimal.valueOf(spec.duty()).toPlainString());
		text.append(" order=").append((spec.descending()) ? "desc" : "asc");
		text.append(" on-error=").append((spec.skips() > 0) ? "skip:" + spec.skips() : "stop");
		text.append(" run=").append(spec.run().name().toLowerCase(Locale.ROOT)).append('\n');
		if (spec.where() != null) {
			text.append(BACKFILL).append("where=").append(spec.where()).append('\n');
		}
		if (spec.startNow() != null) {
			text.append(BACKFILL).append("start=now ").append(spec.startNow()).append('\n');
		}
		return text.append("-- migrate:verify ").append(verify(spec.verify())).append('\n').toString();
	}

	private static String batch(Size size) {
		if (size.isFixed()) {
			return "fixed:" + size.first();
		}
		boolean derived = size.first() == Math.min(Math.max(Size.DEFAULT.first(), size.smallest()), size.largest());
		return (derived) ? size.smallest() + ".." + size.largest() : String.valueOf(size.first());
	}

	private static String verify(Verify verify) {
		return (verify instanceof Verify.Query query) ? query.sql() : "none " + ((Verify.None) verify).reason();
	}

}
