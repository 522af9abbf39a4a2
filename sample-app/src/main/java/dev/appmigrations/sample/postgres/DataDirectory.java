package dev.appmigrations.sample.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.util.FileSystemUtils;

/**
 * A server's data directory, locked for this process, and put in order after a process
 * that was killed. Three files lie beside it, with its name and an ending: {@code .lock},
 * {@code .log} (the server's own), and {@code .initializing} for as long as
 * {@code initdb} works.
 */
final class DataDirectory implements AutoCloseable {

	private final Path path;

	private final FileChannel lockChannel;

	private DataDirectory(Path path, FileChannel lockChannel) {
		this.path = path;
		this.lockChannel = lockChannel;
	}

	/**
	 * Takes the directory, which need not exist yet.
	 * @param path the directory
	 * @return the directory, locked until it is closed
	 * @throws IllegalStateException if another process has it, or if it holds something
	 * other than a server's data
	 */
	static DataDirectory open(Path path) {
		Path absolute = path.toAbsolutePath().normalize();
		try {
			Files.createDirectories(absolute);
			DataDirectory directory = new DataDirectory(absolute, lock(absolute));
			try {
				directory.putInOrder();
			}
			catch (IOException | RuntimeException ex) {
				directory.close();
				throw ex;
			}
			return directory;
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The data directory " + absolute + " can't be used", ex);
		}
	}

	/**
	 * Looks at the directory without taking it.
	 * @param path the directory
	 * @return the port of the server that another process runs on it, or empty if no
	 * process has the directory
	 */
	static OptionalInt portInUse(Path path) {
		Path absolute = path.toAbsolutePath().normalize();
		Path lock = sibling(absolute, ".lock");
		if (!Files.exists(lock)) {
			return OptionalInt.empty();
		}
		try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE)) {
			return (tryLock(channel) == null) ? new DataDirectory(absolute, channel).portOfRunningServer()
					: OptionalInt.empty();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static FileChannel lock(Path path) throws IOException {
		FileChannel channel = FileChannel.open(sibling(path, ".lock"), StandardOpenOption.CREATE,
				StandardOpenOption.WRITE);
		if (tryLock(channel) == null) {
			channel.close();
			throw new IllegalStateException("The data directory " + path + " is in use by another application. "
					+ "Stop that one, or set 'sample.postgres.data-directory' to another directory");
		}
		return channel;
	}

	private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
		try {
			return channel.tryLock();
		}
		catch (OverlappingFileLockException ex) {
			return null;
		}
	}

	private void putInOrder() throws IOException {
		Path initializing = sibling(this.path, ".initializing");
		if (Files.exists(initializing)) {
			FileSystemUtils.deleteRecursively(this.path);
			Files.createDirectories(this.path);
		}
		if (isEmpty()) {
			Files.writeString(initializing, "Deleted, with the directory, by the next start if this one is killed.\n");
		}
		else if (!Files.exists(this.path.resolve("postgresql.conf"))) {
			throw new IllegalStateException("The directory " + this.path + " is neither empty nor a PostgreSQL "
					+ "data directory. Set 'sample.postgres.data-directory' to another directory");
		}
	}

	private boolean isEmpty() throws IOException {
		try (Stream<Path> files = Files.list(this.path)) {
			return files.findAny().isEmpty();
		}
	}

	/**
	 * The port of a server that a killed process left running on this directory. What a
	 * killed server left is removed where the server itself would trip over it: it takes
	 * any living process with the old number for its predecessor.
	 * @return the port, or empty if no server runs
	 */
	OptionalInt portOfRunningServer() {
		Path pidFile = this.path.resolve("postmaster.pid");
		try {
			if (!Files.exists(pidFile)) {
				return OptionalInt.empty();
			}
			// Number of the process, data directory, start time, port (miscadmin.h)
			List<String> lines = Files.readAllLines(pidFile);
			if (lines.size() >= 4 && isServer(Long.parseLong(lines.get(0)))) {
				return OptionalInt.of(Integer.parseInt(lines.get(3)));
			}
			Files.delete(pidFile);
			return OptionalInt.empty();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	// A process whose program can't be seen counts as a server: two on one directory
	// would ruin it
	private static boolean isServer(long pid) {
		return ProcessHandle.of(pid)
			.map((process) -> process.info().command().map(DataDirectory::isServerProgram).orElse(process.isAlive()))
			.orElse(false);
	}

	private static boolean isServerProgram(String command) {
		return String.valueOf(Path.of(command).getFileName()).startsWith("postgres");
	}

	void initialized() {
		try {
			Files.deleteIfExists(sibling(this.path, ".initializing"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	Path path() {
		return this.path;
	}

	Path log() {
		return sibling(this.path, ".log");
	}

	private static Path sibling(Path path, String ending) {
		return path.resolveSibling(path.getFileName() + ending);
	}

	@Override
	public void close() {
		try {
			this.lockChannel.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
