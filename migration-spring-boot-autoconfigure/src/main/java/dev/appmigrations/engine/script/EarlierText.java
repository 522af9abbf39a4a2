package dev.appmigrations.engine.script;

import java.io.FilterReader;
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
		try (Reader reader = new SpacesForNul(this.placeholders.reader(this.script))) {
			return FirstReading.checksum(reader);
		}
		catch (UnusableScriptException | SqlSyntaxException | IOException ex) {
			return null;
		}
	}

	/**
	 * Release 0.1 read a NUL in a comment like any other character. In front of the
	 * server, one anywhere else failed.
	 */
	private static final class SpacesForNul extends FilterReader {

		SpacesForNul(Reader reader) {
			super(reader);
		}

		@Override
		public int read() throws IOException {
			int c = super.read();
			return (c == 0) ? ' ' : c;
		}

		@Override
		public int read(char[] buffer, int offset, int length) throws IOException {
			int read = super.read(buffer, offset, length);
			for (int i = offset; i < offset + read; i++) {
				if (buffer[i] == 0) {
					buffer[i] = ' ';
				}
			}
			return read;
		}

	}

}
