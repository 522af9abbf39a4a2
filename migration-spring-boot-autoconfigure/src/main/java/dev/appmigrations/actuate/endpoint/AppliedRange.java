package dev.appmigrations.actuate.endpoint;

import java.util.List;
import java.util.stream.Stream;

import dev.appmigrations.engine.report.AppliedReport;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;

/**
 * How many of the applied migrations are told. Those that something is wrong with always
 * are.
 *
 * @param newest how many of the latest
 */
record AppliedRange(int newest) {

	static final AppliedRange DEFAULT = new AppliedRange(100);

	private static final String ALL = "all";

	/**
	 * Reads what somebody asks for.
	 * @param text a number, or {@code all}; {@code null} for the default
	 * @return how many
	 * @throws InvalidEndpointRequestException if it is neither
	 */
	static AppliedRange of(@Nullable String text) {
		if (text == null) {
			return DEFAULT;
		}
		if (text.equals(ALL)) {
			return new AppliedRange(Integer.MAX_VALUE);
		}
		try {
			return new AppliedRange(Math.max(0, Integer.parseInt(text)));
		}
		catch (NumberFormatException ex) {
			String reason = "The parameter applied is neither a number nor 'all'";
			throw new InvalidEndpointRequestException(reason, reason, ex);
		}
	}

	/**
	 * Leaves out what is not asked for.
	 * @param applied all, in the order in which they were applied
	 * @return those to tell, in the same order
	 */
	List<AppliedReport> of(List<AppliedReport> applied) {
		int first = applied.size() - Math.min(this.newest, applied.size());
		return Stream
			.concat(applied.subList(0, first).stream().filter(AppliedRange::isWrong),
					applied.subList(first, applied.size()).stream())
			.toList();
	}

	private static boolean isWrong(AppliedReport entry) {
		return entry.failure() != null || !entry.state().equals("applied");
	}

}
