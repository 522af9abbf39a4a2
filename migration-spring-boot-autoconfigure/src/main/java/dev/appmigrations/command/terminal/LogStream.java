package dev.appmigrations.command.terminal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * Where the application's log goes while a command runs: to standard error, and always in
 * whole lines, which never stand in the middle of a line of the command.
 */
final class LogStream extends OutputStream {

	private final OutputStream target;

	private final ByteArrayOutputStream line = new ByteArrayOutputStream();

	private volatile @Nullable Consumer<Runnable> view;

	/**
	 * Creates a stream.
	 * @param target standard error
	 */
	LogStream(OutputStream target) {
		this.target = target;
	}

	/**
	 * From now on a line is shown that changes.
	 * @param above makes room above it for what is written
	 */
	void above(Consumer<Runnable> above) {
		this.view = above;
	}

	/** No line is shown any more. */
	void alone() {
		this.view = null;
	}

	@Override
	public void write(int value) {
		write(new byte[] { (byte) value }, 0, 1);
	}

	@Override
	public synchronized void write(byte[] bytes, int offset, int length) {
		this.line.write(bytes, offset, length);
		if (length > 0 && bytes[offset + length - 1] == '\n') {
			writeOut();
		}
	}

	private void writeOut() {
		byte[] whole = this.line.toByteArray();
		this.line.reset();
		Consumer<Runnable> above = this.view;
		if (above != null) {
			above.accept(() -> writeOut(whole));
		}
		else {
			writeOut(whole);
		}
	}

	private void writeOut(byte[] bytes) {
		try {
			this.target.write(bytes);
			this.target.flush();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Writes what has no end of a line yet; the process ends. */
	synchronized void finish() {
		if (this.line.size() > 0) {
			writeOut();
		}
	}

}
