package dev.appmigrations.engine.safety.facts;

import java.util.List;
import java.util.Locale;

import dev.appmigrations.engine.safety.facts.FunctionFacts.Volatility;
import dev.appmigrations.engine.sql.ObjectName;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class BuiltInFunctionsTests {

	@FreshDatabase
	private TestDatabase database;

	@Test
	void volatilityIsThatOfTheServer() {
		List<String> functions = this.database
			.list("SELECT proname || ' ' || (ARRAY['IMMUTABLE', 'STABLE', 'VOLATILE'])"
					+ "[max(CASE provolatile WHEN 'i' THEN 1 WHEN 's' THEN 2 ELSE 3 END)] FROM pg_proc WHERE pronamespace = 'pg_catalog'::regnamespace"
					+ " AND prokind = 'f' GROUP BY proname");
		int known = 0;
		for (String function : functions) {
			String[] parts = function.split(" ");
			Volatility volatility = BuiltInFunctions.of(ObjectName.of(parts[0]));
			if (volatility != null) {
				assertThat(volatility).as(parts[0]).hasToString(parts[1]);
				known++;
			}
		}
		assertThat(known).isGreaterThan(120);
	}

	@ParameterizedTest
	@ValueSource(strings = { "random", "gen_random_uuid", "uuidv4", "uuidv7", "clock_timestamp", "timeofday", "nextval",
			"setval", "uuid_generate_v1", "uuid_generate_v1mc", "uuid_generate_v4" })
	void ofWhenEachCallHasAnotherResultIsVolatile(String name) {
		assertThat(BuiltInFunctions.of(ObjectName.of(name))).isEqualTo(Volatility.VOLATILE);
		assertThat(BuiltInFunctions.of(ObjectName.of("pg_catalog", name))).isEqualTo(Volatility.VOLATILE);
	}

	@Test
	void ofWhenExtensionIsInAnotherSchemaKnowsItsFunctions() {
		assertThat(BuiltInFunctions.of(ObjectName.of("extensions", "uuid_generate_v4"))).isEqualTo(Volatility.VOLATILE);
		assertThat(BuiltInFunctions.of(ObjectName.of("extensions", "uuid_nil"))).isEqualTo(Volatility.IMMUTABLE);
	}

	@Test
	void ofWhenFunctionIsOfAnotherSchemaOrUnknownIsUnknown() {
		assertThat(BuiltInFunctions.of(ObjectName.of("public", "now"))).isNull();
		assertThat(BuiltInFunctions.of(ObjectName.of("next_invoice"))).isNull();
		assertThat(BuiltInFunctions.of(ObjectName.of("now".toUpperCase(Locale.ROOT)))).isNull();
	}

}
