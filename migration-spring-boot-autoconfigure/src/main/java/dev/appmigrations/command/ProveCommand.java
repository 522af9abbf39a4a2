package dev.appmigrations.command;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

import dev.appmigrations.engine.proof.MigrationProof;
import dev.appmigrations.engine.proof.MigrationProof.Outcome;
import dev.appmigrations.engine.proof.ProofReport;
import dev.appmigrations.engine.proof.SchemaDifference;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

import org.springframework.boot.json.JsonWriter;

/**
 * {@code prove}: do the rollbacks undo what their migrations did?
 */
@CommandLine.Command(name = "prove",
		description = "Prove on an empty database that rollbacks undo what their migrations did: apply each migration,"
				+ " undo it, compare, and apply it again. Refuses a database that is not empty.",
		footer = { "", "Exit codes: 0 proven; 1 something is not.", "", "Example:", "  createdb scratch",
				"  java -jar app.jar migrations prove \\", "    --app.migrations.url=postgresql://localhost/scratch" })
final class ProveCommand extends ApplicationCommand {

	@CommandLine.Mixin
	private final JsonOption json = new JsonOption();

	@CommandLine.Option(names = "--all", description = "A migration without a rollback is a failure too.")
	private boolean all;

	@Override
	int run(CommandApplication application) {
		Terminal terminal = application.terminal();
		ProofReport report = application.migrator().withListener(new WaitNotice(terminal)).proveRollbacks();
		boolean proven = report.migrations().stream().map(MigrationProof::outcome).noneMatch(this::isFault);
		if (this.json.isSet()) {
			terminal.out().println(JsonWriter.<ProofReport>of((members) -> {
				members.add("proven", proven);
				members.add("migrations",
						(value) -> value.migrations()
							.stream()
							.map(JsonWriter.of(ProveCommand::members)::write)
							.toList());
			}).writeToString(report));
		}
		else {
			print(report.migrations(), terminal);
		}
		return (proven) ? ExitCode.OK : ExitCode.PROBLEMS;
	}

	private boolean isFault(Outcome outcome) {
		return (this.all) ? outcome != Outcome.PROVEN : outcome.isFault();
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

	private void print(List<MigrationProof> proofs, Terminal terminal) {
		if (!proofs.isEmpty()) {
			terminal.out().println("OUTCOME      MIGRATION");
		}
		for (MigrationProof proof : proofs) {
			String outcome = "%-13s".formatted(proof.outcome().label());
			terminal.out()
				.println(terminal.paint(color(proof.outcome()), outcome)
						+ WrappedName.at(outcome.length(), proof.migration()));
			proof.text().lines().skip(1).forEach(terminal.out()::println);
		}
		String counts = Arrays.stream(Outcome.values())
			.map((outcome) -> count(proofs, outcome))
			.filter((text) -> !text.isEmpty())
			.collect(Collectors.joining(", "));
		terminal.out().println((counts.isEmpty()) ? "There are no migrations." : "\n" + counts + ".");
	}

	private static String count(List<MigrationProof> proofs, Outcome outcome) {
		long count = proofs.stream().filter((proof) -> proof.outcome() == outcome).count();
		return (count == 0) ? "" : count + " " + outcome.label();
	}

	private Terminal.Color color(Outcome outcome) {
		if (isFault(outcome)) {
			return Terminal.Color.RED;
		}
		return (outcome == Outcome.PROVEN) ? Terminal.Color.GREEN : Terminal.Color.FAINT;
	}

}
