package dev.appmigrations.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The data directory of a server: in memory, where Linux offers enough of it. A database
 * is 300 files, and the tests create and drop many: on a disk that takes several times as
 * long, even without {@code fsync}.
 */
final class ServerFolder {

	private static final Path MEMORY = Path.of("/dev/shm");

	/** Two JVMs have a server each, whose WAL may grow to 1 GB: {@code max_wal_size}. */
	private static final long ENOUGH = 2L << 30;

	private ServerFolder() {
	}

	/** Creates one that is empty. */
	static Path create() throws IOException {
		String prefix = "epg";
		return (isRoomInMemory()) ? Files.createTempDirectory(MEMORY, prefix) : Files.createTempDirectory(prefix);
	}

	private static boolean isRoomInMemory() throws IOException {
		return Files.isWritable(MEMORY) && Files.getFileStore(MEMORY).getUsableSpace() > ENOUGH;
	}

}
