package dev.appmigrations.engine.operation;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * How to apply contract migrations.
 *
 * @param timeout how long to wait for instances of an older release to go; zero for not
 * at all, {@code null} for as long as it takes
 * @param force whether to apply them although somebody is in the way
 */
public record ContractRequest(@Nullable Duration timeout, boolean force) {

	public ContractRequest {
		if (timeout != null && timeout.isNegative()) {
			throw new IllegalArgumentException("A time to wait is not negative");
		}
	}

	/**
	 * Asks to apply them now, or to fail and tell who is in the way.
	 * @return the request
	 */
	public static ContractRequest now() {
		return new ContractRequest(Duration.ZERO, false);
	}

	/**
	 * Asks to wait until nobody is in the way.
	 * @return the request
	 */
	public static ContractRequest untilDrained() {
		return new ContractRequest(null, false);
	}

	/**
	 * Asks to wait for some time until nobody is in the way.
	 * @param timeout for how long
	 * @return the request
	 */
	public static ContractRequest waiting(Duration timeout) {
		return new ContractRequest(timeout, false);
	}

	/**
	 * Asks to apply them whoever is in the way.
	 * @return the request
	 */
	public static ContractRequest forced() {
		return new ContractRequest(Duration.ZERO, true);
	}

}
