package dev.appmigrations.engine.script;

import dev.appmigrations.engine.migration.Checksum;
import dev.appmigrations.engine.migration.Declarations;
import dev.appmigrations.engine.migration.ScriptPart;
import dev.appmigrations.engine.script.directive.ScriptHeader;
import org.jspecify.annotations.Nullable;

/**
 * A script that was read once.
 *
 * @param header what its directives say
 * @param checksum the checksum of its up part
 * @param up what applies the change; the whole file where it has no sections
 * @param down its down section, {@code null} where it has none
 * @param declarations what it says of directions without statements
 * @param changed whether release 0.1 may have read it in another way
 */
record ParsedScript(ScriptHeader header, Checksum checksum, ScriptPart up, @Nullable ScriptPart down,
		Declarations declarations, boolean changed) {

}
