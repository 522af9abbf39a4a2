package dev.appmigrations.support;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
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

import javax.sql.DataSource;

import org.postgresql.ds.PGSimpleDataSource;

/**
 * A way to the server of the tests that is not there at first, is starting up then, and
 * works at last. It can be cut at any time.
 */
public final class LateServer implements AutoCloseable {

	private final List<Closeable> open = new CopyOnWriteArrayList<>();

	private final int port;

	private volatile boolean ready;

	public LateServer() {
		try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			this.port = free.getLocalPort();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	public DataSource dataSource(TestDatabase database, String password) {
		PGSimpleDataSource dataSource = new PGSimpleDataSource();
		dataSource.setUrl(url(database));
		dataSource.setUser(database.username());
		dataSource.setPassword(password);
		return dataSource;
	}

	public String url(TestDatabase database) {
		return "jdbc:postgresql://" + InetAddress.getLoopbackAddress().getHostAddress() + ":" + this.port + "/"
				+ database.name() + "?sslmode=disable";
	}

	/** From now on it answers that it is starting up. */
	public void startUp() {
		try {
			ServerSocket listener = new ServerSocket(this.port, 10, InetAddress.getLoopbackAddress());
			this.open.add(listener);
			Background.run("late-server", () -> {
				while (true) {
					serve(listener.accept());
				}
			});
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** From now on it works. */
	public void ready() {
		this.ready = true;
	}

	/** Breaks all connections, and accepts no new ones. */
	public void cut() {
		Background.close(this.open);
	}

	@Override
	public void close() {
		cut();
	}

	private void serve(Socket client) throws IOException {
		this.open.add(client);
		if (this.ready) {
			Socket server = new Socket(InetAddress.getLoopbackAddress(), TestDatabase.port());
			this.open.add(server);
			forward(client, server);
			forward(server, client);
		}
		else {
			refuse(client);
		}
	}

	private static void forward(Socket from, Socket to) {
		Background.run("late-server", () -> {
			try (from; to) {
				from.getInputStream().transferTo(to.getOutputStream());
			}
		});
	}

	/** As the protocol describes it: a start-up packet is answered with an error. */
	private static void refuse(Socket client) throws IOException {
		try (client) {
			DataInputStream in = new DataInputStream(client.getInputStream());
			in.readFully(new byte[in.readInt() - Integer.BYTES]);
			ByteArrayOutputStream fields = new ByteArrayOutputStream();
			for (String field : List.of("SFATAL", "VFATAL", "C57P03", "Mthe database system is starting up", "")) {
				fields.write(field.getBytes(StandardCharsets.US_ASCII));
				fields.write(0);
			}
			DataOutputStream out = new DataOutputStream(client.getOutputStream());
			out.write('E');
			out.writeInt(Integer.BYTES + fields.size());
			out.write(fields.toByteArray());
			out.flush();
		}
	}

}
