package dev.appmigrations.engine.run;

import java.util.concurrent.ThreadLocalRandom;

import dev.appmigrations.engine.history.Recorder;
import dev.appmigrations.engine.jdbc.ServerEncoding;
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

	/**
	 * Returns the names without characters that the encoding of the database lacks, so
	 * that no migration fails for them.
	 * @param identity what the application says of itself
	 * @param session tells what can be stored
	 * @return who a run is recorded for
	 */
	public static Recorder recorder(MigratorOptions.Identity identity, Session session) {
		Recorder recorder = recorder(identity);
		String release = recorder.release();
		ServerEncoding encoding = session.connection().encoding();
		return new Recorder(encoding.storable(recorder.from()), (release != null) ? encoding.storable(release) : null);
	}

	/**
	 * Makes a name for one that works on backfills, which no other has.
	 * @param identity what the application says of itself
	 * @return for example {@code web-1 (shop), process 4711, 3f2a91}
	 */
	public static String worker(MigratorOptions.Identity identity) {
		return "%s, process %d, %06x".formatted(recorder(identity).from(), ProcessHandle.current().pid(),
				ThreadLocalRandom.current().nextInt(1 << 24));
	}

	/**
	 * Returns the name of this host, without asking anybody for it who may take seconds.
	 * @return the name
	 */
	public static String host() {
		return HostName.VALUE;
	}

}
