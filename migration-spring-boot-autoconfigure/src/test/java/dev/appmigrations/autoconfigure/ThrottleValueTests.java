package dev.appmigrations.autoconfigure;

import java.time.Duration;

import dev.appmigrations.engine.options.ThrottleOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The values of what backfills give way to.
 */
class ThrottleValueTests {

	@Test
	void defaultsAreThoseOfTheEngine() {
		assertThat(BackfillProperties.DEFAULT.options().throttles()).isEqualTo(ThrottleOptions.DEFAULT);
	}

	@ParameterizedTest
	@ValueSource(strings = { "off", "OFF", "false", "" })
	void valueThatSwitchesItOffGivesNothing(String text) {
		assertThat(new ThrottleValue("replica-lag", text).time()).isNull();
		assertThat(new ThrottleValue("retained-wal", text).size()).isNull();
		assertThat(new ThrottleValue("dead-rows", text).deadRows()).isNull();
	}

	@Test
	void singleValueGoesOnAtHalfOfIt() {
		assertThat(new ThrottleValue("replica-lag", "20s").time())
			.isEqualTo(new ThrottleOptions.Time(Duration.ofSeconds(20), Duration.ofSeconds(10)));
		assertThat(new ThrottleValue("retained-wal", "2MB").size())
			.isEqualTo(new ThrottleOptions.Size(2 << 20, 1 << 20));
		ThrottleOptions.DeadRows deadRows = new ThrottleValue("dead-rows", "0.5 / 20%").deadRows();
		assertThat(deadRows).isNotNull();
		assertThat(deadRows.stop()).isEqualTo(0.5);
		assertThat(deadRows.go()).isEqualTo(0.2);
	}

}
