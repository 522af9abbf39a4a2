package dev.appmigrations.engine.jdbc;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The product that a server says it is, by the text of {@code version()}. Many products
 * speak PostgreSQL's protocol, and some of them begin that text with "PostgreSQL" too.
 * Forks that keep PostgreSQL's storage, locks and transactions (Aurora, Neon, AlloyDB,
 * EDB, Citus, Supabase, Timescale) count as PostgreSQL.
 *
 * @param name its name, for people
 * @param version the text of {@code version()}, or what else the server says of itself
 */
public record ServerProduct(String name, String version) {

	/**
	 * A piece of each product's version text, in lower case, and the product's name: from
	 * their documentation and sources.
	 */
	private static final List<Foreign> FOREIGN = List.of(new Foreign("cockroach", "CockroachDB"),
			new Foreign("-yb-", "YugabyteDB"), new Foreign("yugabyte", "YugabyteDB"),
			new Foreign("redshift", "Amazon Redshift"), new Foreign("greenplum", "Greenplum"),
			new Foreign("cloudberry", "Apache Cloudberry"), new Foreign("hologres", "Hologres"),
			new Foreign("materialize", "Materialize"), new Foreign("risingwave", "RisingWave"),
			new Foreign("questdb", "QuestDB"), new Foreign("cratedb", "CrateDB"),
			new Foreign("spanner", "Google Cloud Spanner"), new Foreign("pgadapter", "Google Cloud Spanner"),
			new Foreign("opengauss", "openGauss"), new Foreign("gaussdb", "GaussDB"), new Foreign("mogdb", "MogDB"),
			new Foreign("vastbase", "Vastbase"), new Foreign("kingbase", "KingbaseES"),
			new Foreign("server protocol using h2", "H2"), new Foreign("vertica", "Vertica"),
			new Foreign("netezza", "Netezza"), new Foreign("clickhouse", "ClickHouse"),
			new Foreign("cedardb", "CedarDB"), new Foreign("umbra", "Umbra"), new Foreign("duckdb", "DuckDB"),
			new Foreign("greptime", "GreptimeDB"), new Foreign("databend", "Databend"),
			new Foreign("doltgres", "Doltgres"), new Foreign("immudb", "immudb"), new Foreign("xtdb", "XTDB"),
			new Foreign("(ydb ", "YDB"), new Foreign("readyset", "ReadySet"), new Foreign("denodo", "Denodo"),
			new Foreign("monetdb", "MonetDB"), new Foreign("datafusion", "DataFusion"));

	/** How PostgreSQL and its forks begin theirs. */
	private static final List<String> GENUINE = List.of("postgresql ", "enterprisedb ", "postgrespro ");

	private static final Pattern NAME = Pattern.compile("^[^\\p{L}]*(\\p{L}+(?:[ -]\\p{L}{2,})*)");

	private static final int LONGEST_VERSION = 200;

	private static final String TEXT = "pg_catalog.version()";

	/** Asks for the text, and judges nothing. */
	static final String ASK = "SELECT " + TEXT + " AS product";

	/**
	 * Returns a statement that returns the text, and fails unless it is that of
	 * PostgreSQL: what follows in the same message does not run anywhere else. A server
	 * that does not understand it fails too.
	 */
	static String judgment() {
		StringBuilder foreign = new StringBuilder();
		for (Foreign product : FOREIGN) {
			foreign.append((foreign.isEmpty()) ? "" : ",").append("\"%").append(product.marker()).append("%\"");
		}
		StringBuilder genuine = new StringBuilder();
		for (String beginning : GENUINE) {
			genuine.append((genuine.isEmpty()) ? "" : ",").append('"').append(beginning).append("%\"");
		}
		String text = "pg_catalog.lower(" + TEXT + ")";
		return "SELECT " + TEXT + " AS product, 1 OPERATOR(pg_catalog./) CASE WHEN " + text
				+ " OPERATOR(pg_catalog.~~) ANY (CAST('{" + genuine + "}' AS pg_catalog.text[])) AND NOT " + text
				+ " OPERATOR(pg_catalog.~~) ANY (CAST('{" + foreign
				+ "}' AS pg_catalog.text[])) THEN 1 ELSE 0 END AS genuine";
	}

	/**
	 * Reads the text of {@code version()}.
	 * @param version the text
	 * @return another product, {@code null} for PostgreSQL
	 */
	static @Nullable ServerProduct foreign(String version) {
		String text = version.toLowerCase(Locale.ROOT);
		String shown = (version.length() > LONGEST_VERSION) ? version.substring(0, LONGEST_VERSION) : version;
		for (Foreign product : FOREIGN) {
			if (text.contains(product.marker())) {
				return new ServerProduct(product.name(), shown);
			}
		}
		for (String beginning : GENUINE) {
			if (text.startsWith(beginning)) {
				return null;
			}
		}
		Matcher name = NAME.matcher(version);
		return new ServerProduct((name.find()) ? name.group(1) : "another product", shown);
	}

	/**
	 * A product that is not PostgreSQL.
	 *
	 * @param marker what the text of its version contains, in lower case
	 * @param name its name
	 */
	private record Foreign(String marker, String name) {

	}

}
