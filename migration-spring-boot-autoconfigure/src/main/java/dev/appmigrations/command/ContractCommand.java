package dev.appmigrations.command;

import dev.appmigrations.engine.operation.ContractRequest;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/**
 * {@code contract}: applies what waits until the old release is gone.
 */
@CommandLine.Command(name = "contract",
		description = "Apply migrations of the phase contract, and what else is pending, when no instance is left"
				+ " that does not know them.",
		footer = { "", "Refused with the list of who is in the way, unless it may wait.", "", "Examples:",
				"  java -jar app.jar migrations contract",
				"  java -jar app.jar migrations contract --wait          # until they are gone",
				"  java -jar app.jar migrations contract --wait 10m" })
final class ContractCommand extends ApplyingCommand {

	private static final String FOREVER = "forever";

	@CommandLine.Option(names = "--wait", arity = "0..1", paramLabel = "DURATION", fallbackValue = FOREVER,
			description = "Wait until nobody is in the way, for so long at most (30s, 10m); without a duration,"
					+ " for as long as it takes.")
	private @Nullable String wait;

	@CommandLine.Option(names = "--force", description = "Apply them whoever is in the way.")
	private boolean force;

	@Override
	int run(CommandApplication application) {
		ContractRequest request = request();
		return apply(application, (migrator) -> migrator.contract(request));
	}

	private ContractRequest request() {
		if (this.force) {
			return ContractRequest.forced();
		}
		if (this.wait == null) {
			return ContractRequest.now();
		}
		return (this.wait.equals(FOREVER)) ? ContractRequest.untilDrained()
				: ContractRequest.waiting(DurationArgument.parse("--wait", this.wait));
	}

}
