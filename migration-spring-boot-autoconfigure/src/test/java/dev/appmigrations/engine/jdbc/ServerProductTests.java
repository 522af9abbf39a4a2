package dev.appmigrations.engine.jdbc;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ServerProduct}.
 */
class ServerProductTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					CockroachDB      | CockroachDB CCL v23.1.11 (x86_64-pc-linux-gnu, built 2023/09/27 01:53:43, go1.19.10)
					CockroachDB      | CockroachDB OSS v22.2.0 (aarch64-unknown-linux-gnu, built 2022/12/05)
					YugabyteDB       | PostgreSQL 11.2-YB-2.18.0.0-b0 on x86_64-pc-linux-gnu, compiled by clang version 15.0.3, 64-bit
					YugabyteDB       | PostgreSQL 15.2-YB-2.25.0.0-b0 on aarch64-unknown-linux-gnu, compiled by clang, 64-bit
					Amazon Redshift  | PostgreSQL 8.0.2 on i686-pc-linux-gnu, compiled by GCC gcc (GCC) 3.4.2, Redshift 1.0.12103
					Greenplum        | PostgreSQL 12.12 (Greenplum Database 7.0.0 build commit:0a7a3566) on x86_64-pc-linux-gnu, compiled by gcc, 64-bit
					Apache Cloudberry| PostgreSQL 14.4 (Apache Cloudberry 2.0.0 build dev) on x86_64-pc-linux-gnu, compiled by gcc, 64-bit
					Materialize      | PostgreSQL 9.5.0 on x86_64-unknown-linux-gnu (Materialize v0.100.0)
					RisingWave       | PostgreSQL 13.14.0-RisingWave-2.0.0 (3a3e2f0)
					QuestDB          | PostgreSQL 12.3, compiled by Visual C++ build 1914, 64-bit, QuestDB
					CrateDB          | CrateDB 5.4.0 (built 1a2b3c4/2023-07-11T10:20:30Z, Linux 5.10 amd64, OpenJDK 20)
					openGauss        | (openGauss 3.0.0 build 02c14696) compiled at 2022-04-01 18:12:34 commit 0 last mr on x86_64
					GaussDB          | PostgreSQL 9.2.4 (GaussDB 8.1.3 build 4b4a3ef2) compiled at 2021-12-20 commit 3629
					H2               | PostgreSQL 8.2.23 server protocol using H2 2.4.240 (2025-09-22)
					Vertica          | Vertica Analytic Database v12.0.4-0
					KingbaseES       | KingbaseES V008R006C007B0012 on x86_64-pc-linux-gnu, compiled by gcc, 64-bit
					CedarDB          | PostgreSQL 16.3 compatible CedarDB v2025-06-10
					SomethingNew     | SomethingNew 1.2.3 on x86_64-pc-linux-gnu
					Some Thing       | Some Thing v7
					another product  | 23.8.1.2992
					another product  | ''
					""")
	void foreignNamesTheProduct(String name, String version) {
		assertThat(ServerProduct.foreign(version)).isNotNull().extracting(ServerProduct::name).isEqualTo(name);
	}

	@ParameterizedTest
	@ValueSource(strings = {
			"PostgreSQL 18.1 on x86_64-pc-linux-gnu, compiled by gcc (Debian 12.2.0-14) 12.2.0, 64-bit",
			"PostgreSQL 14.20 (Ubuntu 14.20-1.pgdg22.04+1) on aarch64-unknown-linux-gnu, compiled by gcc, 64-bit",
			"PostgreSQL 17.2 on x86_64-windows, compiled by msvc-19.42.34435, 64-bit",
			"PostgreSQL 14.5, compiled by Visual C++ build 1914, 64-bit",
			"PostgreSQL 16.3 (Homebrew) on aarch64-apple-darwin23.4.0, compiled by Apple clang version 15.0.0, 64-bit",
			"PostgreSQL 19devel on x86_64-pc-linux-gnu, compiled by gcc, 64-bit",
			"PostgreSQL 14.5 (EnterpriseDB Advanced Server 14.5.0) on x86_64-pc-linux-gnu, compiled by gcc, 64-bit",
			"PostgreSQL 16.1 - Percona Distribution on x86_64-pc-linux-gnu, compiled by gcc, 64-bit",
			"PostgreSQL 15.4 (PolarDB 15.4.1.0 build 1234) on x86_64-linux-gnu, compiled by gcc, 64-bit",
			"PostgresPro 15.2.1 on x86_64-pc-linux-gnu, compiled by gcc (GCC) 4.8.5, 64-bit" })
	void foreignWhenItIsPostgresOrAForkOfItIsNull(String version) {
		assertThat(ServerProduct.foreign(version)).isNull();
	}

	@Test
	void foreignCutsALongText() {
		assertThat(ServerProduct.foreign("Long 1 " + "x".repeat(10_000))).isNotNull()
			.satisfies((product) -> assertThat(product.version()).hasSize(200));
	}

}
