package dev.appmigrations.command.scratch;

import java.sql.Connection;
import java.sql.SQLException;

import dev.appmigrations.autoconfigure.MigrationSetupException;
import dev.appmigrations.autoconfigure.uri.InvalidPostgresUriException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.testcontainers.DockerClientFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Where scratch databases are made.
 */
class ScratchServersTests {

	private static final String OPTION = "--trace";

	static boolean hasDocker() {
		return DockerClientFactory.instance().isDockerAvailable();
	}

	private static void connect(ScratchServers servers) throws SQLException {
		assertThat(servers.server().server().startedHere()).isTrue();
		assertThat(servers.server().mayBeChanged()).isTrue();
		assertThat(servers.server().server().database()).isEqualTo("postgres");
		try (Connection connection = servers.server().server().to("template1").getConnection()) {
			assertThat(connection.getCatalog()).isEqualTo("template1");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "embedded", "" })
	void serverWhenEmbeddedStartsAndStops(String choice) throws SQLException {
		ScratchServers servers = ScratchServers.open(OPTION, choice, false, "");
		try {
			connect(servers);
		}
		finally {
			servers.close();
		}
		assertThatExceptionOfType(SQLException.class)
			.isThrownBy(() -> servers.server().server().to("postgres").getConnection().close());
	}

	@Test
	@EnabledIf("hasDocker")
	void serverWhenContainerStartsAndStops() throws SQLException {
		String image = System.getenv().getOrDefault("TEST_POSTGRES_IMAGE", "postgres:18");
		try (ScratchServers servers = ScratchServers.open(OPTION, "docker", false, image)) {
			connect(servers);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "postgresql://somebody:sesame@db.example/x", "jdbc:postgresql://db.example/x" })
	void serverWhenUrlIsGivenIsNotOursUnlessDisposable(String url) {
		assertThat(ScratchServers.open(OPTION, url, false, "").server().mayBeChanged()).isFalse();
		assertThat(ScratchServers.open(OPTION, url, true, "").server().mayBeChanged()).isTrue();
		assertThat(ScratchServers.open(OPTION, url, false, "").server().server().database()).isEqualTo("x");
	}

	@ParameterizedTest
	@ValueSource(strings = { "sesame", "mysql://somebody:sesame@db.example/x", "jdbc:mysql://sesame/x",
			"postgresql://somebody:sesame@db.example:port/x", "jdbc:postgresql://somebody:sesame@db.example/x" })
	void serverWhenUrlIsNoneNamesOptionAndNotUrl(String url) {
		assertThatThrownBy(() -> ScratchServers.open(OPTION, url, false, ""))
			.isInstanceOfAny(MigrationSetupException.class, InvalidPostgresUriException.class)
			.hasMessageContaining(OPTION)
			.hasMessageNotContaining("sesame");
	}

}
