package dev.appmigrations.engine.run;

import java.net.InetAddress;
import java.net.UnknownHostException;

import dev.appmigrations.engine.history.Recorder;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.options.MigratorOptions;

/**
 * The host, the application and the release in whose name a run is recorded.
 */
public final class RunIdentity {

	private RunIdentity() {
	}

	public static Recorder recorder(MigratorOptions.Identity identity) {
		String host = host();
		String application = identity.application();
		return new Recorder((application != null) ? host + " (" + application + ")" : host, identity.release());
	}

	/** Without what the database cannot hold: nobody's migration fails for it. */
	public static Recorder recorder(MigratorOptions.Identity identity, Session session) {
		Recorder recorder = recorder(identity);
		String release = recorder.release();
		return new Recorder(session.storable(recorder.from()), (release != null) ? session.storable(release) : null);
	}

	/** The name that the system gives first: looking one up may take seconds. */
	public static String host() {
		for (String variable : new String[] { "HOSTNAME", "COMPUTERNAME" }) {
			String name = System.getenv(variable);
			if (name != null && !name.isBlank()) {
				return name;
			}
		}
		try {
			return InetAddress.getLocalHost().getHostName();
		}
		catch (UnknownHostException ex) {
			return "unknown host";
		}
	}

}
