package dev.appmigrations.autoconfigure.uri;

import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.Driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests for {@link PostgresUri}.
 */
class PostgresUriTests {

	/** What follows {@code jdbc:postgresql:} in the result. */
	private static String url(String uri) {
		return PostgresUri.parse(uri).jdbcUrl().substring("jdbc:postgresql:".length());
	}

	private static InvalidPostgresUriException refusal(String uri) {
		return catchThrowableOfType(InvalidPostgresUriException.class, () -> PostgresUri.parse(uri));
	}

	static Stream<String> carelessPasswords() {
		List<String> separators = List.of(":", "/", "@", "?", "#", "&", "=", ",", "[", "]", "%", "+", " ", "?a=");
		return separators.stream()
			.flatMap((first) -> separators.stream().map((second) -> "7391" + first + "Zz8" + second + "Zz9"));
	}

	@Test
	void toStringWhenSecretsShowsNone() {
		PostgresUri parsed = PostgresUri.parse("postgres://joe:hidden1@host/db?sslpassword=hidden2&sslmode=require");
		assertThat(parsed.toString()).isEqualTo("PostgresUri[jdbc:postgresql://host/db, username=joe]");
		assertThat(PostgresUri.parse("postgres://joe:hidden1@host/db").toString()).doesNotContain("hidden");
		assertThat(new UriParameter("sslpassword", "hidden2", "'sslpassword'").toString()).doesNotContain("hidden2");
	}

	@Nested
	class Forms {

		/** The cases are those of libpq's own test (src/interfaces/libpq/t). */
		@ParameterizedTest
		@CsvSource(delimiter = '|', textBlock = """
				postgresql://uri-user:secret@host:12345/db              | //host:12345/db      | uri-user      | secret
				postgresql://uri-user@host:12345/db                     | //host:12345/db      | uri-user      |
				postgresql://uri-user@host/db                           | //host/db            | uri-user      |
				postgresql://host:12345/db                              | //host:12345/db      |               |
				postgresql://host/db                                    | //host/db            |               |
				postgresql://uri-user@host:12345/                       | //host:12345/        | uri-user      |
				postgresql://uri-user@host/                             | //host/              | uri-user      |
				postgresql://uri-user@                                  | //localhost/         | uri-user      |
				postgresql://host:12345/                                | //host:12345/        |               |
				postgresql://host:12345                                 | //host:12345/        |               |
				postgresql://host/                                      | //host/              |               |
				postgresql://host                                       | //host/              |               |
				postgresql://                                           | //localhost/         |               |
				postgresql://?hostaddr=127.0.0.1                        | //127.0.0.1/         |               |
				postgresql://%68ost/                                    | //host/              |               |
				postgresql://host/db?user=uri-user                      | //host/db            | uri-user      |
				postgresql://host/db?user=uri-user&port=12345           | //host:12345/db      | uri-user      |
				postgresql://host/db?u%73er=someotheruser&port=12345    | //host:12345/db      | someotheruser |
				postgresql://host:12345?user=uri-user                   | //host:12345/        | uri-user      |
				postgresql://host?user=uri-user                         | //host/              | uri-user      |
				postgresql://host?                                      | //host/              |               |
				postgresql://[::1]:12345/db                             | //[::1]:12345/db     |               |
				postgresql://[::1]/db                                   | //[::1]/db           |               |
				postgresql://[2001:db8::1234]/                          | //[2001:db8::1234]/  |               |
				postgresql://[200z:db8::1234]/                          | //[200z:db8::1234]/  |               |
				postgresql://[::1]                                      | //[::1]/             |               |
				postgres://                                             | //localhost/         |               |
				postgres:///                                            | //localhost/         |               |
				postgres:///db                                          | //localhost/db       |               |
				postgres://uri-user@/db                                 | //localhost/db       | uri-user      |
				postgres://@host                                        | //host/              |               |
				postgres://host:/                                       | //host/              |               |
				postgres://:12345/                                      | //localhost:12345/   |               |
				""")
		void parseWhenLibpqAcceptsUriReadsTheSame(String uri, String url, String username, String password) {
			PostgresUri parsed = PostgresUri.parse(uri);
			assertThat(parsed.jdbcUrl()).isEqualTo("jdbc:postgresql:" + url);
			assertThat(parsed.username()).isEqualTo(username);
			assertThat(parsed.password()).isEqualTo(password);
			assertThat(Driver.parseURL(parsed.jdbcUrl(), new Properties())).isNotNull();
		}

		/** The examples of libpq's documentation, 32.1.1.2. */
		@ParameterizedTest
		@CsvSource(delimiter = '|',
				textBlock = """
						postgresql://localhost:5433                                                            | //localhost:5433/
						postgresql://user:secret@localhost                                                     | //localhost/
						postgresql://other@localhost/otherdb?connect_timeout=10&application_name=myapp         | //localhost/otherdb?connectTimeout=10&ApplicationName=myapp
						postgresql://host1:123,host2:456/somedb?target_session_attrs=any&application_name=myapp | //host1:123,host2:456/somedb?targetServerType=any&ApplicationName=myapp
						postgresql:///mydb?host=localhost&port=5433                                            | //localhost:5433/mydb
						postgresql://user@localhost:5433/mydb?options=-c%20synchronous_commit%3Doff            | //localhost:5433/mydb?options=-c%20synchronous_commit%3Doff
						postgresql://[2001:db8::1234]/database                                                 | //[2001:db8::1234]/database
						""")
		void parseWhenExampleOfDocumentationReadsIt(String uri, String url) {
			assertThat(url(uri)).isEqualTo(url);
		}

		@ParameterizedTest
		@CsvSource(delimiter = '|', textBlock = """
				postgres://a,b/db                          | //a,b/db
				postgres://a:5433,b/db                     | //a:5433,b/db
				postgres://a,b:5433/db                     | //a,b:5433/db
				postgres://a,b/db?port=5433                | //a:5433,b:5433/db
				postgres://a,b/db?port=5433,5434           | //a:5433,b:5434/db
				postgres://a,b/db?port=,5434               | //a,b:5434/db
				postgres:///db?host=a,b&port=5433          | //a:5433,b:5433/db
				postgres://:5433,:5434/db                  | //localhost:5433,localhost:5434/db
				postgres://[::1]:5433,[::2],c/db           | //[::1]:5433,[::2],c/db
				postgres:///db?host=::1,c                  | //[::1],c/db
				postgres://a%2Cb/db                        | //a,b/db
				postgres://a/db?host=b                     | //b/db
				postgres://a/db?dbname=other               | //a/other
				postgres://a:05432/db                      | //a:5432/db
				postgres://my_host-1.my_stack.internal/db  | //my_host-1.my_stack.internal/db
				postgres://[fe80::1%25eth0]/db             | //[fe80::1%eth0]/db
				""")
		void parseWhenSeveralOrUnusualHostsReadsThem(String uri, String url) {
			assertThat(url(uri)).isEqualTo(url);
			assertThat(Driver.parseURL("jdbc:postgresql:" + url, new Properties())).isNotNull();
		}

		@ParameterizedTest
		@ValueSource(strings = { " postgres://joe:pw@host/db", "postgres://joe:pw@host/db\n",
				"\tpostgres://joe:pw@host/db\r\n" })
		void parseWhenSurroundedByWhiteSpaceIgnoresIt(String uri) {
			assertThat(PostgresUri.matches(uri)).isTrue();
			assertThat(PostgresUri.parse(uri)).isEqualTo(PostgresUri.parse(uri.strip()));
			assertThat(url(uri)).isEqualTo("//host/db");
		}

		@ParameterizedTest
		@ValueSource(strings = { "", "  ", "jdbc:postgresql://host/db?password=x", "postgre://", "POSTGRES://host",
				"postgresql:/host", "prisma+postgres://host", "${DATABASE_URL}" })
		void matchesWhenAnotherSchemeIsFalse(String text) {
			assertThat(PostgresUri.matches(text)).isFalse();
			assertThatExceptionOfType(InvalidPostgresUriException.class).isThrownBy(() -> PostgresUri.parse(text));
		}

		@ParameterizedTest
		@CsvSource(delimiter = '|', textBlock = """
				postgres://host/?service=prod          | //host/?service=prod
				postgres:///?service=prod              | //?service=prod
				postgres:///db?service=prod            | db?service=prod
				postgres://?service=prod               | //?service=prod
				""")
		void parseWhenServiceLeavesOutWhatTheServiceFileMayState(String uri, String url) {
			assertThat(url(uri)).isEqualTo(url);
		}

	}

	@Nested
	class PercentEncoded {

		@ParameterizedTest
		@CsvSource(delimiter = '|', textBlock = """
				p%40ss          | p@ss
				p%2fs%2Fs       | p/s/s
				p%3As           | p:s
				p:s:            | p:s:
				p+s             | p+s
				p%2Bs           | p+s
				p%20s           | p s
				p%25s           | p%s
				p#s             | p#s
				p?s             | p?s
				p&s=t           | p&s=t
				p[s]            | p[s]
				%F0%9F%90%98%C3%A9 | 🐘é
				🐘é             | 🐘é
				$%7BHOME%7D     | ${HOME}
				""")
		void parseWhenPasswordDecodesIt(String encoded, String password) {
			PostgresUri parsed = PostgresUri.parse("postgresql://joe:" + encoded + "@host/db");
			assertThat(parsed.password()).isEqualTo(password);
			assertThat(parsed.username()).isEqualTo("joe");
			assertThat(parsed.jdbcUrl()).isEqualTo("jdbc:postgresql://host/db");
		}

		@Test
		void parseWhenUserIsEncodedDecodesIt() {
			assertThat(PostgresUri.parse("postgres://me%40server:x@host").username()).isEqualTo("me@server");
		}

		@Test
		void parseWhenPasswordIsEmptyStatesNone() {
			assertThat(PostgresUri.parse("postgres://joe:@host").password()).isNull();
			assertThat(PostgresUri.parse("postgres://joe:x@host?password=").password()).isNull();
		}

		@Test
		void parseWhenUserAndPasswordAreParametersKeepsThemOutOfTheUrl() {
			PostgresUri parsed = PostgresUri
				.parse("postgres://a:b@host/db?password=p%26s+@&user=me@corp&sslmode=require");
			assertThat(parsed.username()).isEqualTo("me@corp");
			assertThat(parsed.password()).isEqualTo("p&s+@");
			assertThat(parsed.jdbcUrl()).isEqualTo("jdbc:postgresql://host/db?sslmode=require");
		}

		/** What the driver reads is what libpq would have read. */
		@ParameterizedTest
		@ValueSource(strings = { "a+b", "a%2Bb", "a%20b", "a%2Fb", "a%3Fb%26c%3Dd", "%F0%9F%90%98", "a%25b", "a%23b",
				"a.b-c_d~e", "a%24%7Bb%7D" })
		void parseWhenDatabaseAndValuesAreEncodedDriverDecodesThem(String encoded) {
			String expected = PercentEncoding.decode(encoded, 0, encoded.length());
			PostgresUri parsed = PostgresUri
				.parse("postgres://host/%s?application_name=%s".formatted(encoded, encoded));
			Properties properties = Driver.parseURL(parsed.jdbcUrl(), new Properties());
			assertThat(properties).containsEntry("PGDBNAME", expected).containsEntry("ApplicationName", expected);
			assertThat(parsed.jdbcUrl()).doesNotContain("${");
		}

	}

	@Nested
	class Parameters {

		@ParameterizedTest
		@CsvSource(delimiter = '|',
				textBlock = """
						sslmode=disable                              | sslmode=disable
						sslmode=allow                                | sslmode=allow
						sslmode=prefer                               | sslmode=prefer
						sslmode=require                              | sslmode=require
						sslmode=verify-ca                            | sslmode=verify-ca
						sslmode=verify-full                          | sslmode=verify-full
						sslmode=no-verify                            | sslmode=require
						ssl=true                                     | sslmode=require
						ssl=false                                    | sslmode=prefer
						requiressl=1                                 | sslmode=require
						requiressl=0                                 | sslmode=prefer
						sslmode=disable&sslmode=require              | sslmode=require
						sslrootcert=/etc/ca.crt                      | sslrootcert=/etc/ca.crt
						sslrootcert=/ca.crt&sslmode=require          | sslrootcert=/ca.crt&sslmode=verify-ca
						sslmode=verify-full&sslrootcert=/ca.crt      | sslmode=verify-full&sslrootcert=/ca.crt
						sslrootcert=system                           | sslmode=verify-full&sslfactory=org.postgresql.ssl.DefaultJavaSSLFactory
						sslrootcert=system&sslmode=verify-full       | sslmode=verify-full&sslfactory=org.postgresql.ssl.DefaultJavaSSLFactory
						sslcert=a.crt&sslkey=a.pk8&sslpassword=x     | sslcert=a.crt&sslkey=a.pk8&sslpassword=x
						sslnegotiation=direct                        | sslNegotiation=direct
						channel_binding=require                      | channelBinding=require
						gssencmode=disable                           | gssEncMode=disable
						gsslib=gssapi                                | gsslib=gssapi
						krbsrvname=pg                                | kerberosServerName=pg
						require_auth=scram-sha-256                   | requireAuth=scram-sha-256
						require_auth=!password,!md5                  | requireAuth=!password,!md5
						application_name=my%20app                    | ApplicationName=my%20app
						fallback_application_name=a                  | ApplicationName=a
						fallback_application_name=a&application_name=b | ApplicationName=b
						application_name=b&fallback_application_name=a | ApplicationName=b
						connect_timeout=10                           | connectTimeout=10
						connect_timeout=0                            | connectTimeout=0
						connect_timeout=-1                           | connectTimeout=0
						keepalives=1                                 | tcpKeepAlive=true
						keepalives=0                                 | tcpKeepAlive=false
						options=endpoint%3Dep-cool-1                 | options=endpoint%3Dep-cool-1
						target_session_attrs=any                     | targetServerType=any
						target_session_attrs=read-write              | targetServerType=primary
						target_session_attrs=primary                 | targetServerType=primary
						target_session_attrs=read-only               | targetServerType=secondary
						target_session_attrs=standby                 | targetServerType=secondary
						target_session_attrs=prefer-standby          | targetServerType=preferSecondary
						load_balance_hosts=random                    | loadBalanceHosts=true
						load_balance_hosts=disable                   | loadBalanceHosts=false
						replication=database                         | replication=database
						schema=tenant_1                              | currentSchema=tenant_1
						schema_search_path=a,b                       | currentSchema=a,b
						reWriteBatchedInserts=true&prepareThreshold=0 | reWriteBatchedInserts=true&prepareThreshold=0
						currentSchema=a&ApplicationName=b            | currentSchema=a&ApplicationName=b
						connect_timeout=3&connectTimeout=4           | connectTimeout=4
						""")
		void parseWhenParameterHasCounterpartMapsIt(String query, String expected) {
			PostgresUri parsed = PostgresUri.parse("postgres://host/db?" + query);
			assertThat(parsed.jdbcUrl()).isEqualTo("jdbc:postgresql://host/db?" + expected);
			assertThat(parsed.ignoredParameters()).isEmpty();
		}

		@ParameterizedTest
		@ValueSource(strings = { "client_encoding=UTF8", "client_encoding=auto", "sslsni=1", "sslcertmode=allow",
				"ssl_min_protocol_version=TLSv1.2", "ssl_max_protocol_version=TLSv1.3", "min_protocol_version=3.0",
				"max_protocol_version=latest", "gssdelegation=0", "application_name=", "sslrootcert=",
				"connect_timeout=", "keepalives=", "require_auth=", "sslmode=require&sslmode=prefer&" })
		void parseWhenDriverDoesItAnywayLeavesParameterOut(String query) {
			PostgresUri parsed = PostgresUri.parse("postgres://host/db?" + query);
			assertThat(parsed.jdbcUrl()).isIn("jdbc:postgresql://host/db", "jdbc:postgresql://host/db?sslmode=prefer");
			assertThat(parsed.ignoredParameters()).isEmpty();
		}

		@Test
		void parseWhenParametersMeanNothingToTheDriverNamesThemOnce() {
			PostgresUri parsed = PostgresUri.parse("postgres://host:6543/db?pgbouncer=true&connection_limit=1"
					+ "&sslmode=require&pool_timeout=0&schema=public&supa=base-pooler.x&pgbouncer=true"
					+ "&sslaccept=accept_invalid_certs&keepalives_idle=30&tcp_user_timeout=5");
			assertThat(parsed.jdbcUrl()).isEqualTo("jdbc:postgresql://host:6543/db?sslmode=require");
			assertThat(parsed.ignoredParameters()).containsExactly("pgbouncer", "connection_limit", "pool_timeout",
					"schema", "supa", "sslaccept", "keepalives_idle", "tcp_user_timeout");
		}

		@ParameterizedTest
		@CsvSource(delimiter = '|', quoteCharacter = '"',
				textBlock = """
						sslmode=Require                       | the parameter 'sslmode' has a value that it does not know | allow, disable, no-verify, prefer, require, verify-ca, verify-full
						sslmode=                              | the parameter 'sslmode' has a value that it does not know | verify-full
						ssl=1                                 | the parameter 'ssl' has a value that it does not know     | false, true
						target_session_attrs=writable         | the parameter 'target_session_attrs' has a value          | read-write
						channel_binding=on                    | the parameter 'channel_binding' has a value               | disable, prefer, require
						connect_timeout=10s                   | the parameter 'connect_timeout' is not a whole number     | digits
						keepalives=yes                        | the parameter 'keepalives' is not a whole number          | digits
						require_auth=oauth                    | names a method that the PostgreSQL JDBC driver does not   | scram-sha-256
						sslrootcert=system&sslmode=require    | the parameter 'sslrootcert' is 'system'                   | verify-full
						sslrootcert=system&sslmode=verify-ca  | the parameter 'sslrootcert' is 'system'                   | verify-full
						sslcrl=/a.crl                         | the parameter 'sslcrl' has no counterpart                 | revocation
						sslcertmode=require                   | the parameter 'sslcertmode' has no counterpart            | Leave it out
						sslsni=0                              | the parameter 'sslsni' cannot be turned off               | Leave it out
						ssl_min_protocol_version=TLSv1.3      | the parameter 'ssl_min_protocol_version' has no           | jdk.tls.client.protocols
						client_encoding=LATIN1                | names an encoding other than UTF8                         | Leave it out
						passfile=/x                           | the parameter 'passfile' has no counterpart               | PGPASSFILE
						servicefile=/x                        | the parameter 'servicefile' has no counterpart            | PGSERVICEFILE
						oauth_issuer=x                        | the parameter 'oauth_issuer' has no counterpart           | another method
						sslaccept=strict                      | the parameter 'sslaccept' asks for a check                | sslmode=verify-full
						sslidentity=a.p12                     | the parameter 'sslidentity' has no counterpart            | sslkey
						hostaddr=10.0.0.1                     | both a host and the parameter 'hostaddr'                  | in place of the host
						port=1,2                              | 2 ports for 1 hosts                                       | One port
						uzer=x                                | the parameter 'uzer' is neither libpq's nor               | Did you mean user?
						u%7aer=x                              | the parameter 'uzer' is neither libpq's nor               | Did you mean user?
						applicationname=x                     | the parameter 'applicationname' is neither                | ApplicationName or application_name
						ssl_mode=require                      | the parameter 'ssl_mode' is neither                       | Did you mean sslmode?
						SSLMODE=require                       | the parameter 'SSLMODE' is neither                        | Did you mean sslmode?
						conect_timeout=1                      | the parameter 'conect_timeout' is neither                 | connectTimeout or connect_timeout
						""")
		void parseWhenParameterCannotBeUsedSaysWhichAndWhatToDo(String query, String reason, String remedy) {
			InvalidPostgresUriException refusal = refusal("postgres://joe:secret@host/db?" + query);
			assertThat(refusal.getReason()).contains(reason);
			assertThat(refusal.getRemedy()).containsIgnoringCase(remedy);
		}

		@Test
		void parseWhenNothingIsNearSuggestsNothing() {
			InvalidPostgresUriException refusal = refusal("postgres://host/db?frobnicate=1");
			assertThat(refusal.getReason()).contains("'frobnicate'");
			assertThat(refusal.getRemedy()).isNull();
		}

		@Test
		void parseWhenPortStandsWithServiceOnlyIsRefused() {
			assertThat(refusal("postgres://:5433/db?service=prod").getReason()).contains("a port and a service");
		}

	}

	@Nested
	class Malformed {

		/** The first block are the errors of libpq's own test. */
		@ParameterizedTest
		@CsvSource(delimiter = '|', quoteCharacter = '"',
				textBlock = """
						postgres://[::1                       | the '[' at character 12 has no ']'
						postgres://[]                         | the brackets at character 12 hold no IPv6 address
						postgres://[::1]z                     | is expected at character 17
						postgresql://host?zzz                 | the parameter at character 19 has no '='
						postgresql://host?value1&value2       | the parameter at character 19 has no '='
						postgresql://host?key=key=value       | the parameter 'key' has a second '='
						postgres://host?dbname=%XXfoo         | the '%' at character 24 is not followed by two hexadecimal digits
						postgresql://a%00b                    | %00 at character 15 is not allowed
						postgresql://%zz                      | the '%' at character 14 is not followed by two hexadecimal digits
						postgresql://%1                       | the '%' at character 14 is not followed by two hexadecimal digits
						postgresql://%                        | the '%' at character 14 is not followed by two hexadecimal digits
						postgresql://joe:%ff@host             | the percent-encoded part that begins at character 18 is not UTF-8
						postgresql://host?sslmode=allow&&sslmode=allow | has no '='
						postgresql://host:port/db             | the port of host 1 is not a number between 1 and 65535
						postgresql://host:0/db                | the port of host 1 is not a number between 1 and 65535
						postgresql://a,host:65536/db          | the port of host 2 is not a number between 1 and 65535
						postgresql://host:-1/db               | the port of host 1 is not a number between 1 and 65535
						postgresql://a,ho%20st/db             | host 2 has a character that no host name has
						postgresql://ho%3Fst/db               | host 1 has a character that no host name has
						postgresql://$%7Bh%7D/db              | host 1 has a character that no host name has
						postgresql://joe:a@b@host/db          | the '@' at character 21 is not where user and password end
						postgres://joe:1?piece=a/b@host/db    | the parameter at character 18 is neither
						postgresql://joe:a/b@host/db          | the '@' at character 21 is not where user and password end
						postgresql://host?user=joe&password=a@b/db | the '?' at character 18 comes before the '@' at character 38
						""")
		void parseWhenMalformedNamesThePosition(String uri, String reason) {
			assertThat(refusal(uri).getReason()).contains(reason);
		}

		@ParameterizedTest
		@ValueSource(strings = { "postgres://?host=/path/to/socket/dir",
				"postgres://otheruser@?host=/no/such/directory", "postgres://otheruser@/?host=/no/such/directory",
				"postgres://otheruser@:12345?host=/no/such/socket/path",
				"postgres://otheruser@:12345/db?host=/path/to/socket", "postgres://:12345?host=/path/to/socket",
				"postgres://%2Fvar%2Flib%2Fpostgresql/dbname", "postgres:///db?host=/cloudsql/p:r:i",
				"postgres://%40abstract/db" })
		void parseWhenUnixSocketSaysWhatToDo(String uri) {
			InvalidPostgresUriException refusal = refusal(uri);
			assertThat(refusal.getReason()).contains("host 1 is the path of a Unix-domain socket");
			assertThat(refusal.getRemedy()).contains("localhost").contains("socketFactory");
		}

	}

	@Nested
	class Secrets {

		/**
		 * A password of three pieces with every pair of separators between them, none of
		 * them encoded: wherever the parser cuts, no piece comes out but as the password.
		 */
		@ParameterizedTest
		@MethodSource("dev.appmigrations.autoconfigure.uri.PostgresUriTests#carelessPasswords")
		void parseWhenPasswordIsNotEncodedShowsNoPieceOfIt(String password) {
			for (String end : List.of("@host/db", "@host:5432/db?sslmode=require&x=1", "@host?sslmode=Zz9")) {
				String uri = "postgres://joe:" + password + end;
				String shown;
				try {
					PostgresUri parsed = PostgresUri.parse(uri);
					assertThat(parsed.password()).isEqualTo(password);
					shown = parsed + parsed.jdbcUrl() + parsed.username() + parsed.ignoredParameters();
				}
				catch (InvalidPostgresUriException ex) {
					assertThat(ex).hasNoCause();
					shown = ex.getMessage() + ex.getReason() + ex.getRemedy();
				}
				assertThat(shown).doesNotContain("7391", "Zz8", "Zz9", password);
			}
		}

		@Test
		void parseWhenNumberFormatIsWrongKeepsNoCause() {
			assertThat(refusal("postgres://host?connect_timeout=hidden")).hasNoCause()
				.hasMessageNotContaining("hidden");
		}

	}

}
