package dev.appmigrations.engine.lock;

import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is shown of the statements of other sessions.
 */
class ActivityTextTests {

	@FreshDatabase
	private TestDatabase database;

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			SELECT * FROM person WHERE card = 4111111111111111 | SELECT * FROM person WHERE card = ...
			SELECT t2.c1 FROM t2 WHERE a IN (1,2, 3) | SELECT t2.c1 FROM t2 WHERE a IN (...,..., ...)
			SELECT -5, .5, 1.5e10, 0xFF, 1_000 | SELECT -..., ..., ..., ..., ...
			UPDATE a SET b = $1 WHERE c=7 | UPDATE a SET b = $1 WHERE c=...
			INSERT INTO a VALUES (42, 'x', 43) | INSERT INTO a VALUES (..., ...
			SELECT E'\\'' , 5 | SELECT E...
			SELECT 1 | SELECT ...
			ALTER TABLE person2 ADD c numeric(10,2) | ALTER TABLE person2 ADD c numeric(...,...)
			""")
	void statementIsShownWithoutLiterals(String statement, String shown) {
		assertThat(this.database
			.value("SELECT " + ActivityText.of("a.query") + " FROM (SELECT $q$" + statement + "$q$::text AS query) a"))
			.isEqualTo(shown);
	}

}
