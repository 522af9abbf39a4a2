package dev.appmigrations.conformance;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;

/**
 * A message with SQL that psql sent, and the data of {@code COPY} that it sent after it.
 */
final class SentQuery {

	private final byte[] text;

	private final ByteArrayOutputStream data = new ByteArrayOutputStream();

	private volatile boolean dataAccepted;

	SentQuery(byte[] text) {
		this.text = text;
	}

	/** The server asked for data. */
	void acceptData() {
		this.dataAccepted = true;
	}

	boolean isDataAccepted() {
		return this.dataAccepted;
	}

	void addData(byte[] bytes) {
		this.data.writeBytes(bytes);
	}

	String text(Charset charset) {
		return new String(this.text, charset);
	}

	String data(Charset charset) {
		return this.data.toString(charset);
	}

}
