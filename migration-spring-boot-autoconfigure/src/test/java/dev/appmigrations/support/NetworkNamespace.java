package dev.appmigrations.support;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A network of its own with one cable to this machine, which can be unplugged: packets
 * are lost, and nobody is told. Needs {@code ip} (iproute2) and the right to use it.
 */
public final class NetworkNamespace implements AutoCloseable {

	private static final String HOST = "10.231.77.1";

	private static final String INSIDE = "10.231.77.2";

	private final String name = "amig" + ProcessHandle.current().pid() % 100_000;

	private NetworkNamespace() {
	}

	/** Tells whether this machine can have one. */
	public static boolean isPossible() {
		String name = "amigtry" + ProcessHandle.current().pid() % 100_000;
		try {
			run("ip", "netns", "add", name);
			run("ip", "netns", "delete", name);
			return true;
		}
		catch (IOException ex) {
			return false;
		}
	}

	public static NetworkNamespace create() throws IOException {
		NetworkNamespace namespace = new NetworkNamespace();
		String name = namespace.name;
		try {
			run("ip", "netns", "add", name);
			run("ip", "link", "add", name + "h", "type", "veth", "peer", "name", name + "c", "netns", name);
			run("ip", "addr", "add", HOST + "/24", "dev", name + "h");
			run("ip", "link", "set", name + "h", "up");
			run("ip", "-n", name, "addr", "add", INSIDE + "/24", "dev", name + "c");
			run("ip", "-n", name, "link", "set", name + "c", "up");
			return namespace;
		}
		catch (IOException ex) {
			namespace.close();
			throw ex;
		}
	}

	/** The address of this machine, seen from there. */
	public String host() {
		return HOST;
	}

	/** The network in pg_hba.conf's form. */
	public String network() {
		return "10.231.77.0/24";
	}

	public void unplug() throws IOException {
		run("ip", "-n", this.name, "link", "set", this.name + "c", "down");
	}

	/** Returns the command that runs another one there. */
	public List<String> command(List<String> command) {
		List<String> there = new ArrayList<>(List.of("ip", "netns", "exec", this.name));
		there.addAll(command);
		return there;
	}

	private static void run(String... command) throws IOException {
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		try {
			if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
				process.destroyForcibly();
				throw new IOException(String.join(" ", command) + ": " + output);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IOException(ex);
		}
	}

	@Override
	public void close() throws IOException {
		// The cable goes with it.
		run("ip", "netns", "delete", this.name);
	}

}
