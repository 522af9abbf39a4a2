package dev.appmigrations.engine.run;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The name of this host, found once. Java has only one way to ask the operating system
 * for it, {@link InetAddress#getLocalHost()}, which looks up the address as well: where a
 * name server does not answer, that takes many seconds.
 */
final class HostName {

	static final String VALUE = find(Path.of("/proc/sys/kernel/hostname"));

	private static final String UNKNOWN = "unknown host";

	/** In milliseconds. */
	private static final int LONGEST_LOOKUP = 500;

	private HostName() {
	}

	static String find(Path kernel) {
		for (String variable : new String[] { "HOSTNAME", "COMPUTERNAME" }) {
			String name = System.getenv(variable);
			if (name != null && !name.isBlank()) {
				return name;
			}
		}
		String known = read(kernel);
		return (known.isEmpty()) ? lookUp() : known;
	}

	/** Linux tells it in a file. */
	static String read(Path kernel) {
		try {
			return (Files.isReadable(kernel)) ? Files.readString(kernel, Charset.defaultCharset()).strip() : "";
		}
		catch (IOException ex) {
			return "";
		}
	}

	static String lookUp() {
		CompletableFuture<String> name = new CompletableFuture<>();
		Thread thread = new Thread(() -> name.complete(askSystem()), "migrations-host-name");
		thread.setDaemon(true);
		thread.start();
		return name.completeOnTimeout(UNKNOWN, LONGEST_LOOKUP, TimeUnit.MILLISECONDS).join();
	}

	private static String askSystem() {
		try {
			return InetAddress.getLocalHost().getHostName();
		}
		catch (UnknownHostException ex) {
			return UNKNOWN;
		}
	}

}
