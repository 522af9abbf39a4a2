package dev.appmigrations.engine.script;

import dev.appmigrations.engine.migration.BackfillSpec;
import dev.appmigrations.engine.migration.Checksum;
import dev.appmigrations.engine.migration.Declarations;
import dev.appmigrations.engine.migration.ScriptPart;
import dev.appmigrations.engine.script.directive.ScriptHeader;
import dev.appmigrations.engine.sql.SourcePosition;
import org.jspecify.annotations.Nullable;

/**
 * A script that was read once.
 *
 * @param header what its directives say
 * @param checksum the checksum of its up part
 * @param up what applies the change; the whole file where it has no sections
 * @param down its down section, {@code null} where it has none
 * @param declarations what it says of directions without statements
 * @param backfill how it walks a table in batches, {@code null} if it is no backfill
 * @param changed whether release 0.1 may have read it in another way
 */
record ParsedScript(ScriptHeader header, Checksum checksum, ScriptPart up, @Nullable ScriptPart down,
		Declarations declarations, @Nullable Backfill backfill, boolean changed) {

	/**
	 * What a script says of its batches.
	 *
	 * @param spec the specification
	 * @param position where it begins
	 */
	record Backfill(BackfillSpec spec, SourcePosition position) {

	}

}
