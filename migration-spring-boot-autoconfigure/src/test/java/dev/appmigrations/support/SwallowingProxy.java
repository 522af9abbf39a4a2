package dev.appmigrations.support;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

import org.postgresql.ds.PGSimpleDataSource;

/**
 * A way to the server of the tests on which connections can be lost without a word: they
 * stay open at both ends, and nothing that either end says reaches the other, its end
 * included. As this machine acknowledges what arrives here, neither end's TCP can notice
 * it; only who asks in another way can.
 */
public final class SwallowingProxy implements AutoCloseable {

	private final List<Closeable> open = new CopyOnWriteArrayList<>();

	private final List<AtomicBoolean> lines = new CopyOnWriteArrayList<>();

	private final ServerSocket listener;

	public SwallowingProxy() {
		try {
			this.listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.open.add(this.listener);
		Background.run("swallowing-proxy", () -> {
			while (true) {
				connect(this.listener.accept());
			}
		});
	}

	public PGSimpleDataSource dataSource(TestDatabase database) {
		PGSimpleDataSource dataSource = new PGSimpleDataSource();
		dataSource.setUrl(url(database));
		dataSource.setUser(database.username());
		return dataSource;
	}

	public String url(TestDatabase database) {
		return "jdbc:postgresql://" + InetAddress.getLoopbackAddress().getHostAddress() + ":"
				+ this.listener.getLocalPort() + "/" + database.name() + "?sslmode=disable&gssEncMode=disable";
	}

	/** From now on, the connections that there are say nothing any more. */
	public void swallow() {
		this.lines.forEach((line) -> line.set(true));
	}

	/** From now on, there is no new connection to be had. */
	public void refuse() {
		Background.close(List.of(this.listener));
	}

	private void connect(Socket client) throws IOException {
		Socket server = new Socket(InetAddress.getLoopbackAddress(), TestDatabase.port());
		AtomicBoolean swallowed = new AtomicBoolean();
		this.lines.add(swallowed);
		this.open.add(client);
		this.open.add(server);
		Background.run("swallowing-proxy", () -> forward(client, server, swallowed));
		Background.run("swallowing-proxy", () -> forward(server, client, swallowed));
	}

	private static void forward(Socket from, Socket to, AtomicBoolean swallowed) throws IOException {
		try {
			InputStream input = from.getInputStream();
			OutputStream output = to.getOutputStream();
			byte[] buffer = new byte[8192];
			for (int count = input.read(buffer); count >= 0; count = input.read(buffer)) {
				if (!swallowed.get()) {
					output.write(buffer, 0, count);
					output.flush();
				}
			}
		}
		finally {
			if (!swallowed.get()) {
				from.close();
				to.close();
			}
		}
	}

	@Override
	public void close() {
		Background.close(this.open);
	}

}
