package dev.appmigrations.support;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import javax.sql.DataSource;

import org.postgresql.ds.PGSimpleDataSource;

/**
 * Stands between the driver and the server, and counts what passes by the messages of
 * PostgreSQL's protocol: a round trip ends with ReadyForQuery, a statement with
 * CommandComplete. Counts are up to date when the driver has its answer.
 */
public final class CountingProxy implements AutoCloseable {

	private static final int READY_FOR_QUERY = 'Z';

	private static final int COMMAND_COMPLETE = 'C';

	private static final int QUERY = 'Q';

	private static final int PARSE = 'P';

	private final ServerSocket socket;

	private final AtomicInteger roundTrips = new AtomicInteger();

	private final AtomicInteger statements = new AtomicInteger();

	private final List<String> queries = new CopyOnWriteArrayList<>();

	private CountingProxy(ServerSocket socket) {
		this.socket = socket;
	}

	public static CountingProxy start() {
		try {
			CountingProxy proxy = new CountingProxy(new ServerSocket(0, 10, InetAddress.getLoopbackAddress()));
			Background.run("counting-proxy", proxy::accept);
			return proxy;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	public DataSource dataSource(TestDatabase database) {
		PGSimpleDataSource dataSource = new PGSimpleDataSource();
		dataSource.setUrl("jdbc:postgresql://localhost:" + this.socket.getLocalPort() + "/" + database.name()
				+ "?sslmode=disable&gssEncMode=disable");
		dataSource.setUser(database.username());
		dataSource.setPassword(database.password());
		return dataSource;
	}

	public void reset() {
		this.roundTrips.set(0);
		this.statements.set(0);
		this.queries.clear();
	}

	public Traffic traffic() {
		return new Traffic(this.roundTrips.get(), this.statements.get(), List.copyOf(this.queries));
	}

	private void accept() throws IOException {
		while (!this.socket.isClosed()) {
			Socket client = this.socket.accept();
			Socket server = new Socket(InetAddress.getLoopbackAddress(), TestDatabase.port());
			Background.run("counting-proxy", () -> forward(client, server, true));
			Background.run("counting-proxy", () -> forward(server, client, false));
		}
	}

	private void forward(Socket from, Socket to, boolean fromClient) throws IOException {
		try (from; to) {
			DataInputStream input = new DataInputStream(from.getInputStream());
			DataOutputStream output = new DataOutputStream(to.getOutputStream());
			boolean typed = !fromClient;
			for (;;) {
				// The first message of a client has no type.
				int type = (typed) ? input.readUnsignedByte() : -1;
				int length = input.readInt();
				byte[] body = input.readNBytes(length - Integer.BYTES);
				count(type, body, fromClient);
				byte[] message = new byte[((typed) ? 1 : 0) + length];
				int position = 0;
				if (typed) {
					message[position++] = (byte) type;
				}
				for (int shift = 24; shift >= 0; shift -= 8) {
					message[position++] = (byte) (length >> shift);
				}
				System.arraycopy(body, 0, message, position, body.length);
				output.write(message);
				output.flush();
				typed = true;
			}
		}
	}

	private void count(int type, byte[] body, boolean fromClient) {
		if (fromClient && (type == QUERY || type == PARSE)) {
			this.queries.add(new String(body, StandardCharsets.UTF_8).replace('\0', ' ').trim());
		}
		if (!fromClient && type == READY_FOR_QUERY) {
			this.roundTrips.incrementAndGet();
		}
		if (!fromClient && type == COMMAND_COMPLETE) {
			this.statements.incrementAndGet();
		}
	}

	@Override
	public void close() {
		try {
			this.socket.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * What has passed since the last reset.
	 *
	 * @param roundTrips the number of round trips
	 * @param statements the number of statements that completed
	 * @param queries the texts that the client sent, in their order
	 */
	public record Traffic(int roundTrips, int statements, List<String> queries) {

		/**
		 * Returns what is left without the beginning, which is the same in both.
		 */
		public Traffic without(Traffic beginning) {
			return new Traffic(this.roundTrips - beginning.roundTrips, this.statements - beginning.statements,
					this.queries.subList(beginning.queries.size(), this.queries.size()));
		}

	}

}
