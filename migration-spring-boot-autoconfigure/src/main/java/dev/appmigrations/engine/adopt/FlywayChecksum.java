package dev.appmigrations.engine.adopt;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

import dev.appmigrations.engine.migration.ErrorCode;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.migration.Script;
import dev.appmigrations.engine.sql.Utf8;

/**
 * Flyway's checksum of a file: the CRC-32 of its lines, without line ends and byte order
 * mark. Placeholders count with their values in some files, so that nothing is said of a
 * file that has any.
 */
final class FlywayChecksum {

	private FlywayChecksum() {
	}

	static boolean differs(String recorded, Script script) {
		CRC32 crc = new CRC32();
		try (BufferedReader reader = new BufferedReader(Utf8.reader(script.open()))) {
			for (String line = reader.readLine(); line != null; line = reader.readLine()) {
				if (line.contains("${")) {
					return false;
				}
				crc.update(line.getBytes(StandardCharsets.UTF_8));
			}
		}
		catch (IOException ex) {
			throw new MigrationException(ErrorCode.SCRIPT_UNREADABLE,
					script.path() + " cannot be read: " + ex.getMessage(),
					"Make it readable for the user that runs the application.", ex);
		}
		return !recorded.equals(String.valueOf((int) crc.getValue()));
	}

}
