package dev.appmigrations.autoconfigure;

import java.util.Properties;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.Driver;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DatabaseInUrl}.
 */
class DatabaseInUrlTests {

	@ParameterizedTest
	@CsvSource(
			textBlock = """
					jdbc:postgresql://h/shop,                                shop,   jdbc:postgresql://h/postgres
					jdbc:postgresql://h:5433/shop?sslmode=require&user=u,    shop,   jdbc:postgresql://h:5433/postgres?sslmode=require&user=u
					'jdbc:postgresql://a:1,b:2/shop?targetServerType=primary', shop, 'jdbc:postgresql://a:1,b:2/postgres?targetServerType=primary'
					jdbc:postgresql://[::1]:5432/a%20b%2Fc,                  a b/c,  jdbc:postgresql://[::1]:5432/postgres
					jdbc:postgresql:shop,                                    shop,   jdbc:postgresql:postgres
					jdbc:postgresql:shop?user=u,                             shop,   jdbc:postgresql:postgres?user=u
					jdbc:postgresql://h/,                                    ,       jdbc:postgresql://h/postgres
					jdbc:postgresql://h,                                     ,       jdbc:postgresql://h/postgres
					jdbc:postgresql://h/x?PGDBNAME=shop&user=u,              shop,   jdbc:postgresql://h/postgres?user=u
					jdbc:postgresql:///?user=u,                              ,       jdbc:postgresql:postgres?user=u
					""")
	void nameIsReplaced(String url, String name, String replaced) {
		assertThat(DatabaseInUrl.nameIn(url)).isEqualTo(name);
		assertThat(DatabaseInUrl.replace(url, "postgres")).isEqualTo(replaced);
		assertThat(Driver.parseURL(replaced, new Properties())).isNotNull().containsEntry("PGDBNAME", "postgres");
	}

	@Test
	void replaceWhenNameHasCharactersOfAUrlLeadsToThatDatabase() {
		String name = "a b/c?d&e=ü%+";
		String url = DatabaseInUrl.replace("jdbc:postgresql://h/x?sslmode=disable", name);
		assertThat(Driver.parseURL(url, new Properties())).containsEntry("PGDBNAME", name);
		assertThat(DatabaseInUrl.nameIn(url)).isEqualTo(name);
	}

}
