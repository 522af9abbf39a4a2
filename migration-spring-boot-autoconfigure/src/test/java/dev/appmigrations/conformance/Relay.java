package dev.appmigrations.conformance;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Stands between psql and the server and writes down each message with SQL, byte for
 * byte. It says more than the server's log: statements that the server can't parse are
 * not told from others there, and the data of {@code COPY} are missing.
 * <p>
 * It serves one connection. The messages are those of PostgreSQL's protocol 3: a type, a
 * length that counts itself, a body; only the first has no type.
 */
final class Relay implements AutoCloseable {

	/** Statements end after a second at the latest: see {@link Server}. */
	private static final int TIMEOUT_MILLIS = 30_000;

	private static final int QUERY = 'Q';

	private static final int COPY_DATA = 'd';

	private static final int COPY_IN_RESPONSE = 'G';

	private final ServerSocket listener;

	private final int serverPort;

	private final List<SentQuery> queries = new CopyOnWriteArrayList<>();

	Relay(int serverPort) throws IOException {
		this.serverPort = serverPort;
		this.listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
		this.listener.setSoTimeout(TIMEOUT_MILLIS);
	}

	int port() {
		return this.listener.getLocalPort();
	}

	/**
	 * Wait for the connection and serve it until it ends.
	 * @return what the client sent
	 */
	List<SentQuery> run() throws IOException, InterruptedException {
		try (Socket client = this.listener.accept();
				Socket server = new Socket(InetAddress.getLoopbackAddress(), this.serverPort)) {
			this.listener.close();
			client.setSoTimeout(TIMEOUT_MILLIS);
			client.setTcpNoDelay(true);
			server.setTcpNoDelay(true);
			Thread answers = new Thread(() -> answers(server, client), "relay");
			answers.start();
			requests(client, server);
			server.shutdownOutput();
			answers.join();
			return this.queries;
		}
	}

	@Override
	public void close() throws IOException {
		this.listener.close();
	}

	private void requests(Socket client, Socket server) throws IOException {
		DataInputStream in = input(client);
		DataOutputStream out = output(server);
		copyBody(in, out);
		out.flush();
		int type = in.read();
		while (type >= 0) {
			out.write(type);
			byte[] body = copyBody(in, out);
			if (type == QUERY) {
				this.queries.add(new SentQuery(Arrays.copyOf(body, body.length - 1)));
			}
			else if (type == COPY_DATA) {
				last().addData(body);
			}
			// the query is written down before the server can answer it
			out.flush();
			type = in.read();
		}
	}

	private void answers(Socket server, Socket client) {
		try {
			DataInputStream in = input(server);
			DataOutputStream out = output(client);
			int type = in.read();
			while (type >= 0) {
				out.write(type);
				copyBody(in, out);
				if (type == COPY_IN_RESPONSE) {
					last().acceptData();
				}
				if (in.available() == 0) {
					out.flush();
				}
				type = in.read();
			}
			out.flush();
			client.shutdownOutput();
		}
		catch (IOException ex) {
			if (!client.isClosed()) {
				throw new UncheckedIOException(ex);
			}
		}
	}

	private SentQuery last() {
		return this.queries.get(this.queries.size() - 1);
	}

	private static byte[] copyBody(DataInputStream in, DataOutputStream out) throws IOException {
		int length = in.readInt();
		byte[] body = in.readNBytes(length - Integer.BYTES);
		out.writeInt(length);
		out.write(body);
		return body;
	}

	private static DataInputStream input(Socket socket) throws IOException {
		return new DataInputStream(new BufferedInputStream(socket.getInputStream()));
	}

	private static DataOutputStream output(Socket socket) throws IOException {
		return new DataOutputStream(new BufferedOutputStream(socket.getOutputStream()));
	}

}
