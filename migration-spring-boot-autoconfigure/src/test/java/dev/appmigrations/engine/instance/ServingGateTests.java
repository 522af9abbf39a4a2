package dev.appmigrations.engine.instance;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Whether an instance may serve.
 */
class ServingGateTests {

	private final List<String> told = new ArrayList<>();

	private boolean deaf = true;

	private final ServingGate suspension = new ServingGate(new InstanceListener() {

		@Override
		public void suspended(String reason) {
			tell(reason);
		}

		@Override
		public void resumed() {
			tell("resumed");
		}

	}, Duration.ofMinutes(1), Clock.systemUTC());

	private void tell(String what) {
		if (this.deaf) {
			throw new IllegalStateException("Nobody listens");
		}
		this.told.add(what);
	}

	@Test
	void suspendAndResumeWhenTheListenerFailsTellAgain() {
		this.suspension.suspend("silence");
		this.deaf = false;
		this.suspension.suspend("silence");
		this.deaf = true;
		assertThatIllegalStateException().isThrownBy(this.suspension::resume);
		this.deaf = false;
		assertThat(this.suspension.isInDoubt()).isTrue();
		this.suspension.resume();
		this.suspension.resume();
		assertThat(this.told).containsExactly("silence", "resumed");
	}

}
