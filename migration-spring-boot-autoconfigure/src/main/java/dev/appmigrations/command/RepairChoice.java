package dev.appmigrations.command;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import dev.appmigrations.engine.history.HistoryRepair;
import dev.appmigrations.engine.history.HistoryRepair.Decision;
import picocli.CommandLine;

/**
 * The repairs that a person has chosen.
 */
final class RepairChoice {

	static final String CHECKSUMS = "--checksums";

	static final String MISSING = "--missing";

	static final String DONE = "--done";

	static final String AGAIN = "--again";

	static final String START_OVER = "--start-over";

	@CommandLine.Option(names = CHECKSUMS,
			description = "The database is as the changed files want it: the history takes their checksums.")
	private boolean checksums;

	@CommandLine.Option(names = MISSING, description = "The missing files are gone for good: the history forgets them.")
	private boolean missing;

	@CommandLine.Option(names = DONE, paramLabel = "NAME",
			description = "The statement at which this migration was interrupted has done its work: "
					+ "the next run goes on after it.")
	private List<String> done = List.of();

	@CommandLine.Option(names = AGAIN, paramLabel = "NAME",
			description = "The statement at which this migration was interrupted runs once more.")
	private List<String> again = List.of();

	@CommandLine.Option(names = START_OVER, paramLabel = "NAME",
			description = "What has run of this migration is forgotten: the whole file runs again.")
	private List<String> startOver = List.of();

	boolean isMade() {
		return this.checksums || this.missing || !this.done.isEmpty() || !this.again.isEmpty()
				|| !this.startOver.isEmpty();
	}

	/**
	 * Chooses.
	 * @param possible what could be repaired
	 * @return what is to be repaired
	 * @throws UsageException if a migration that is named is not there, or is named twice
	 */
	List<HistoryRepair> of(List<HistoryRepair> possible) {
		List<HistoryRepair> chosen = new ArrayList<>();
		for (HistoryRepair repair : possible) {
			if ((this.checksums && repair instanceof HistoryRepair.Realign)
					|| (this.missing && repair instanceof HistoryRepair.Forget)) {
				chosen.add(repair);
			}
		}
		Set<String> settled = new HashSet<>();
		this.done.forEach((name) -> chosen.addAll(settle(DONE, Decision.DONE, name, possible, settled)));
		this.again.forEach((name) -> chosen.addAll(settle(AGAIN, Decision.AGAIN, name, possible, settled)));
		this.startOver
			.forEach((name) -> chosen.addAll(settle(START_OVER, Decision.START_OVER, name, possible, settled)));
		return chosen;
	}

	private static List<HistoryRepair> settle(String option, Decision decision, String name,
			List<HistoryRepair> possible, Set<String> settled) {
		List<HistoryRepair> found = possible.stream()
			.filter((repair) -> repair instanceof HistoryRepair.Settle settle && settle.decision() == decision)
			.filter((repair) -> MigrationArgument.isMeant(repair.name(), name))
			.toList();
		if (found.isEmpty()) {
			throw new UsageException("There is nothing that " + option + " " + name + " could repair.",
					"Run 'migrations repair' to see what could be repaired.");
		}
		if (!settled.add(found.get(0).name())) {
			throw new UsageException("There are two decisions about " + found.get(0).name() + ".", "Give one of them.");
		}
		return found;
	}

}
