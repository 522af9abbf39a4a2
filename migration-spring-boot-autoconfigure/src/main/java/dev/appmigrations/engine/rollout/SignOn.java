package dev.appmigrations.engine.rollout;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.appmigrations.engine.jdbc.ServerEncoding;
import dev.appmigrations.engine.jdbc.Sql;
import org.jspecify.annotations.Nullable;

/**
 * The transaction with which an instance enters its row. All times are the server's, so
 * that no clock of an instance matters.
 *
 * @param presence the instance
 * @param patience how long to wait for a lock; a shorter limit of the session, or of half
 * the transaction, stays
 */
public record SignOn(InstanceRegistration presence, Duration patience) {

	/**
	 * Returns the same, but with what the database can hold of it.
	 * @param encoding what the database can hold
	 * @return the same instance
	 */
	public SignOn storableIn(ServerEncoding encoding) {
		InstanceRegistration presence = this.presence;
		return new SignOn(
				new InstanceRegistration(presence.id(), storable(presence.application(), encoding),
						storable(presence.release(), encoding), encoding.storable(presence.host()),
						encoding.storable(presence.applicationName()), presence.knows(), presence.lapse()),
				this.patience);
	}

	private static @Nullable String storable(@Nullable String text, ServerEncoding encoding) {
		return (text != null) ? encoding.storable(text) : null;
	}

	/**
	 * Returns the statements of the transaction, each of which returns rows, but for the
	 * first of the judgement.
	 * @param table the quoted name of the table
	 * @param condition an expression: without it, nothing happens, and the last statement
	 * returns no row
	 * @param judgement the statements that lock and judge the table before it is used
	 * @return the statements
	 */
	public List<String> statements(String table, String condition, List<String> judgement) {
		List<String> statements = new ArrayList<>();
		statements.add(limit(this.patience));
		statements.addAll(judgement);
		statements.add(row(table, this.presence, condition) + " RETURNING id");
		return statements;
	}

	/**
	 * Limits the waits for a lock until the end of the transaction. They take no longer
	 * than half of its {@code transaction_timeout} (17 and later), at which the server
	 * would end the session instead of the wait.
	 */
	static String limit(Duration patience) {
		return "SELECT pg_catalog.set_config('lock_timeout', pg_catalog.concat((EXTRACT(epoch FROM p.patience)"
				+ " OPERATOR(pg_catalog.*) 1000::numeric)::bigint, 'ms'), true) FROM (SELECT s.lock, LEAST(interval '"
				+ patience.toMillis() + "ms', CASE WHEN s.transaction OPERATOR(pg_catalog.>) interval '0'"
				+ " THEN s.transaction OPERATOR(pg_catalog./) 2::double precision END) AS patience FROM (SELECT "
				+ interval("lock_timeout") + " AS lock, " + interval("transaction_timeout") + " AS transaction) s) p"
				+ " WHERE p.lock OPERATOR(pg_catalog.<) interval '1ms' OR p.lock OPERATOR(pg_catalog.>) p.patience";
	}

	/**
	 * Makes an expression of a setting, NULL where the server does not know it. A cast
	 * from text to interval could be somebody's own.
	 */
	private static String interval(String setting) {
		return "pg_catalog.interval_in(pg_catalog.textout(pg_catalog.current_setting('" + setting
				+ "', true)), 0::pg_catalog.oid, -1)";
	}

	/**
	 * Makes the statement that enters the row, or renews it; it is {@code i} in there.
	 */
	static String row(String table, InstanceRegistration presence, String condition) {
		StringBuilder knows = new StringBuilder();
		for (String name : presence.knows()) {
			knows.append((knows.length() > 0) ? ", " : "").append(Sql.literal(name));
		}
		return "INSERT INTO " + table
				+ " AS i (id, application, release, host, application_name, contract_migrations, lapses_at) SELECT "
				+ String.join(", ", Sql.literal(presence.id().toString()) + "::pg_catalog.uuid",
						Sql.literal(presence.application()), Sql.literal(presence.release()),
						Sql.literal(presence.host()), Sql.literal(presence.applicationName()),
						"ARRAY[" + knows + "]::pg_catalog.text[]",
						"pg_catalog.now() OPERATOR(pg_catalog.+) interval '" + presence.lapse().toMillis() + " ms'")
				+ " WHERE " + condition
				+ " ON CONFLICT (id) DO UPDATE SET last_seen = pg_catalog.now(), lapses_at = excluded.lapses_at";
	}

}
