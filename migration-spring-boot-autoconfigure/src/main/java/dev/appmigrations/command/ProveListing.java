package dev.appmigrations.command;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

import dev.appmigrations.command.json.ReportJson;
import dev.appmigrations.command.terminal.Terminal;
import dev.appmigrations.command.terminal.WrappedName;
import dev.appmigrations.engine.proof.MigrationProof;
import dev.appmigrations.engine.proof.MigrationProof.Outcome;
import dev.appmigrations.engine.proof.ProofReport;
import dev.appmigrations.engine.proof.SchemaDifference;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.json.JsonWriter;

/**
 * Prints the results of {@code prove}.
 */
final class ProveListing {

	static final String TITLE = "OUTCOME      MIGRATION";

	private final Terminal terminal;

	private final boolean all;

	/**
	 * Creates a listing.
	 * @param terminal knows whether colours may be used
	 * @param all whether a missing rollback is a fault
	 */
	ProveListing(Terminal terminal, boolean all) {
		this.terminal = terminal;
		this.all = all;
	}

	boolean isProven(ProofReport report) {
		MigrationProof chain = report.chain();
		return report.migrations().stream().map(MigrationProof::outcome).noneMatch(this::isFault)
				&& (chain == null || !chain.outcome().isFault());
	}

	private boolean isFault(Outcome outcome) {
		return (this.all) ? outcome != Outcome.PROVEN : outcome.isFault();
	}

	/**
	 * Returns the row of a migration, and below it what is wrong.
	 * @param proof the result
	 * @return one or more lines, without a line end
	 */
	String lines(MigrationProof proof) {
		String outcome = "%-13s".formatted(proof.outcome().label());
		String row = this.terminal.paint(color(proof.outcome()), outcome)
				+ WrappedName.at(this.terminal, outcome.length(), proof.migration());
		int details = proof.text().indexOf('\n');
		return (details < 0) ? row : row + proof.text().substring(details);
	}

	private Terminal.Color color(Outcome outcome) {
		if (isFault(outcome)) {
			return Terminal.Color.RED;
		}
		return (outcome == Outcome.PROVEN) ? Terminal.Color.GREEN : Terminal.Color.FAINT;
	}

	static String summary(ProofReport report) {
		String counts = Arrays.stream(Outcome.values())
			.map((outcome) -> count(report.migrations(), outcome))
			.filter((text) -> !text.isEmpty())
			.collect(Collectors.joining(", "));
		MigrationProof chain = report.chain();
		String inARow = (chain != null) ? " In a row: " + chain.outcome().label() + "." : "";
		return (counts.isEmpty()) ? "There are no migrations." : "\n" + counts + "." + inARow;
	}

	private static String count(List<MigrationProof> proofs, Outcome outcome) {
		long count = proofs.stream().filter((proof) -> proof.outcome() == outcome).count();
		return (count == 0) ? "" : count + " " + outcome.label();
	}

	String json(ProofReport report) {
		return JsonWriter.<ProofReport>of((members) -> {
			members.add("proven", isProven(report));
			members.add("migrations", (value) -> ReportJson.array(value.migrations(), ProveListing::members));
			members.add("chain", (value) -> {
				MigrationProof chain = value.chain();
				return (chain != null) ? JsonWriter.of(ProveListing::members).write(chain) : null;
			});
		}).writeToString(report);
	}

	private static void members(JsonWriter.Members<MigrationProof> proof) {
		proof.add("name", MigrationProof::migration);
		proof.add("outcome", (value) -> value.outcome().label());
		proof.add("afterDown", (value) -> text(value.afterDown()));
		proof.add("afterUpAgain", (value) -> text(value.afterUpAgain()));
		proof.add("failure", MigrationProof::failure);
	}

	private static @Nullable String text(SchemaDifference difference) {
		return (difference.isEmpty()) ? null : difference.text();
	}

}
