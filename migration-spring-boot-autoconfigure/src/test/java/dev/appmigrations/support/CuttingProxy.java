package dev.appmigrations.support;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import org.postgresql.ds.PGSimpleDataSource;

/**
 * A way to the server of the tests on which connections break at messages with a certain
 * text: before the message is sent, in its middle, when it was sent whole, or while its
 * answer comes. Which of them, and at which message, is left to chance.
 */
public final class CuttingProxy implements AutoCloseable {

	private final List<Closeable> open = new CopyOnWriteArrayList<>();

	private final ServerSocket listener;

	private final String text;

	private final Random random;

	private final int cuts;

	private final AtomicInteger done = new AtomicInteger();

	/**
	 * Starts a proxy.
	 * @param text what a message holds that may be cut
	 * @param cuts how often; after that, connections stay
	 * @param random decides where
	 */
	public CuttingProxy(String text, int cuts, Random random) {
		this.text = text;
		this.cuts = cuts;
		this.random = random;
		try {
			this.listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.open.add(this.listener);
		Background.run("cutting-proxy", () -> {
			while (true) {
				connect(this.listener.accept());
			}
		});
	}

	public PGSimpleDataSource dataSource(TestDatabase database) {
		PGSimpleDataSource dataSource = new PGSimpleDataSource();
		dataSource.setUrl("jdbc:postgresql://" + InetAddress.getLoopbackAddress().getHostAddress() + ":"
				+ this.listener.getLocalPort() + "/" + database.name() + "?sslmode=disable&gssEncMode=disable");
		dataSource.setUser(database.username());
		dataSource.setPassword(database.password());
		return dataSource;
	}

	/** How often a connection was cut so far. */
	public int done() {
		return this.done.get();
	}

	private void connect(Socket client) throws IOException {
		Socket server = new Socket(InetAddress.getLoopbackAddress(), TestDatabase.port());
		this.open.add(client);
		this.open.add(server);
		Background.run("cutting-proxy", () -> toServer(client, server));
		Background.run("cutting-proxy", () -> copy(server, client));
	}

	private void toServer(Socket client, Socket server) throws IOException {
		try {
			InputStream input = client.getInputStream();
			OutputStream output = server.getOutputStream();
			byte[] buffer = new byte[64 * 1024];
			for (int count = input.read(buffer); count >= 0; count = input.read(buffer)) {
				Place place = place(new String(buffer, 0, count, StandardCharsets.ISO_8859_1));
				int sent = switch (place) {
					case BEFORE -> 0;
					case WITHIN -> count / 2;
					default -> count;
				};
				output.write(buffer, 0, sent);
				output.flush();
				if (place == Place.AFTER) {
					sleep();
				}
				if (place != Place.NOWHERE) {
					return;
				}
			}
		}
		finally {
			client.close();
			server.close();
		}
	}

	private synchronized Place place(String message) {
		if (this.done.get() >= this.cuts || !message.contains(this.text) || this.random.nextBoolean()) {
			return Place.NOWHERE;
		}
		this.done.incrementAndGet();
		return Place.values()[1 + this.random.nextInt(Place.values().length - 1)];
	}

	/** Until the server is somewhere in the message, or behind its COMMIT. */
	private void sleep() {
		try {
			Thread.sleep(this.random.nextInt(8));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static void copy(Socket from, Socket to) throws IOException {
		try {
			from.getInputStream().transferTo(to.getOutputStream());
		}
		finally {
			from.close();
			to.close();
		}
	}

	@Override
	public void close() {
		Background.close(this.open);
	}

	private enum Place {

		NOWHERE, BEFORE, WITHIN, AT_ONCE, AFTER

	}

}
