package dev.appmigrations.support;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A way to a PostgreSQL server that reads along, so that it can stop at a message: before
 * the server has it, or before the client has the answer. There either end may die, or
 * the way be cut.
 */
public final class Wiretap implements AutoCloseable {

	/** What stands for the end of inline data of COPY. */
	public static final String COPY_DONE = "CopyDone";

	private static final int QUERY = 'Q';

	private static final int COPY_END = 'c';

	private static final int READY = 'Z';

	private final List<Closeable> open = new CopyOnWriteArrayList<>();

	private final Deque<Message> messages = new ArrayDeque<>();

	private final CountDownLatch resumed = new CountDownLatch(1);

	private final ServerSocket listener;

	private final int serverPort;

	private volatile UnaryOperator<String> rewriting = UnaryOperator.identity();

	private @Nullable Side side;

	private volatile boolean stopped;

	private volatile boolean lingering;

	public Wiretap(int serverPort) {
		this.serverPort = serverPort;
		try {
			this.listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.open.add(this.listener);
		Background.run("wiretap", () -> {
			while (true) {
				connect(this.listener.accept());
			}
		});
	}

	public String url(String database) {
		return "jdbc:postgresql://" + InetAddress.getLoopbackAddress().getHostAddress() + ":"
				+ this.listener.getLocalPort() + "/" + database + "?sslmode=disable&gssEncMode=disable";
	}

	public DataSource dataSource(String database) {
		PGSimpleDataSource dataSource = new PGSimpleDataSource();
		dataSource.setUrl(url(database));
		dataSource.setUser("postgres");
		return dataSource;
	}

	/**
	 * Stops once, at a message.
	 * @param where before or behind it
	 * @param sequence what the texts of queries look like, each to be seen after the one
	 * before it; it stops at the last
	 */
	public synchronized void stop(Side where, List<Message> sequence) {
		this.side = where;
		this.messages.addAll(sequence);
	}

	/**
	 * From now on the server gets other queries than the client sends, so that it seems
	 * to be another server.
	 * @param change makes the text that the server gets
	 */
	public void rewrite(UnaryOperator<String> change) {
		this.rewriting = change;
	}

	/** Tells whether it has stopped. */
	public boolean isStopped() {
		return this.stopped;
	}

	/** Goes on from where it stopped. */
	public void resume() {
		this.resumed.countDown();
	}

	/**
	 * From now on the server does not learn that its client is gone before it has
	 * finished what it does: as if the client's machine had lost its power.
	 */
	public void linger() {
		this.lingering = true;
	}

	/** Cuts all connections, and accepts no new ones. */
	public void cut() {
		Background.close(this.open);
		resume();
	}

	@Override
	public void close() {
		cut();
	}

	private void connect(Socket client) throws IOException {
		Socket server = new Socket(InetAddress.getLoopbackAddress(), this.serverPort);
		this.open.add(client);
		this.open.add(server);
		client.setTcpNoDelay(true);
		server.setTcpNoDelay(true);
		Answers answers = new Answers(server, client);
		Background.run("wiretap", () -> {
			try (client) {
				request(client, server, answers);
			}
			finally {
				if (!this.lingering) {
					server.close();
				}
			}
		});
		Background.run("wiretap", answers);
	}

	private void request(Socket client, Socket server, Answers answers) throws IOException {
		DataInputStream in = new DataInputStream(client.getInputStream());
		DataOutputStream out = new DataOutputStream(new BufferedOutputStream(server.getOutputStream()));
		// The first message has no type.
		copy(in.readInt(), in, out);
		while (true) {
			int type = in.readUnsignedByte();
			int length = in.readInt();
			byte[] body = rewritten(type, in.readNBytes(length - Integer.BYTES));
			Side where = look(type, body);
			if (where == Side.BEFORE) {
				park();
			}
			else if (where == Side.BEHIND) {
				answers.withhold();
			}
			out.writeByte(type);
			out.writeInt(body.length + Integer.BYTES);
			out.write(body);
			out.flush();
		}
	}

	private byte[] rewritten(int type, byte[] body) {
		return (type != QUERY) ? body
				: this.rewriting.apply(new String(body, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
	}

	private static void copy(int length, DataInputStream in, DataOutputStream out) throws IOException {
		out.writeInt(length);
		out.write(in.readNBytes(length - Integer.BYTES));
		out.flush();
	}

	/** Returns where to stop, {@code null} for nowhere. */
	private synchronized @Nullable Side look(int type, byte[] body) {
		if (this.messages.isEmpty() || (type != QUERY && type != COPY_END)) {
			return null;
		}
		String text = (type == QUERY) ? new String(body, StandardCharsets.UTF_8) : COPY_DONE;
		if (!this.messages.element().is(text)) {
			return null;
		}
		this.messages.remove();
		return (this.messages.isEmpty()) ? this.side : null;
	}

	private void park() throws IOException {
		this.stopped = true;
		try {
			this.resumed.await();
		}
		catch (InterruptedException ex) {
			throw new IOException(ex);
		}
	}

	/**
	 * Where to stop.
	 */
	public enum Side {

		/** The server has not got the message. */
		BEFORE,

		/** The server has done what the message says, and the client does not know. */
		BEHIND

	}

	/**
	 * A message that a client sends.
	 */
	@FunctionalInterface
	public interface Message {

		/** Tells whether it is this one, by the text of a query. */
		boolean is(String text);

	}

	private final class Answers implements Background.Transfer {

		private final Socket server;

		private final Socket client;

		private volatile boolean withheld;

		Answers(Socket server, Socket client) {
			this.server = server;
			this.client = client;
		}

		void withhold() {
			this.withheld = true;
		}

		@Override
		public void run() throws IOException {
			try (this.server; this.client) {
				DataInputStream in = new DataInputStream(this.server.getInputStream());
				DataOutputStream out = new DataOutputStream(new BufferedOutputStream(this.client.getOutputStream()));
				while (true) {
					int type = in.readUnsignedByte();
					int length = in.readInt();
					byte[] body = in.readNBytes(length - Integer.BYTES);
					if (this.withheld && type == READY) {
						park();
					}
					if (Wiretap.this.lingering && type == READY) {
						return;
					}
					if (!this.withheld && !Wiretap.this.lingering) {
						out.writeByte(type);
						out.writeInt(length);
						out.write(body);
						if (in.available() == 0) {
							out.flush();
						}
					}
				}
			}
		}

	}

}
