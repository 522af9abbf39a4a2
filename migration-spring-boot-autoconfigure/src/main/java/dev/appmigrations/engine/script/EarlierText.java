package dev.appmigrations.engine.script;

import java.io.IOException;
import java.io.Reader;

import dev.appmigrations.engine.migration.Checksum;
import dev.appmigrations.engine.migration.EarlierReading;
import dev.appmigrations.engine.migration.Script;
import dev.appmigrations.engine.sql.SqlSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * The text of a script that release 0.1 read in another way. It is read again when
 * somebody asks, which only a row of that release gives a reason for.
 *
 * @param script the script
 * @param placeholders what is replaced in it
 */
record EarlierText(Script script, Placeholders placeholders) implements EarlierReading {

	@Override
	public @Nullable Checksum checksum() {
		try (Reader reader = this.placeholders.reader(this.script)) {
			return FirstReading.checksum(reader);
		}
		catch (UnusableScriptException | SqlSyntaxException | IOException ex) {
			return null;
		}
	}

}
