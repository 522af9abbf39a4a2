package dev.appmigrations.command;

import java.io.PrintWriter;
import java.util.List;

import dev.appmigrations.command.json.ReportJson;
import dev.appmigrations.command.terminal.Terminal;
import dev.appmigrations.command.terminal.WrappedName;
import dev.appmigrations.engine.history.HistoryRepair;
import dev.appmigrations.engine.history.Progress;

import org.springframework.boot.json.JsonWriter;

/**
 * Lists the possible repairs, or those that will be made.
 *
 * @param repairs the repairs
 */
record RepairListing(List<HistoryRepair> repairs) {

	private static final String OPTION = "%-14s";

	void print(Terminal terminal, boolean chosen) {
		PrintWriter out = terminal.out();
		if (this.repairs.isEmpty()) {
			out.println("Nothing to repair.");
			return;
		}
		out.println((chosen) ? "The history is to be changed:" : "What could be repaired, and with which option:");
		out.println();
		for (HistoryRepair repair : this.repairs) {
			String option = OPTION.formatted(option(repair));
			out.println(option + WrappedName.at(terminal, option.length(), repair.name()));
			out.println(OPTION.formatted("") + effect(repair));
		}
		out.println();
	}

	String json(boolean repaired) {
		return JsonWriter.<RepairListing>of((members) -> {
			members.add("repairs", (value) -> ReportJson.array(value.repairs(), RepairListing::members));
			members.add("repaired", repaired);
		}).writeToString(this);
	}

	private static void members(JsonWriter.Members<HistoryRepair> repair) {
		repair.add("name", HistoryRepair::name);
		repair.add("option", RepairListing::option);
		repair.add("effect", RepairListing::effect);
	}

	private static String option(HistoryRepair repair) {
		if (repair instanceof HistoryRepair.Settle settle) {
			return switch (settle.decision()) {
				case DONE -> RepairChoice.DONE;
				case AGAIN -> RepairChoice.AGAIN;
				case START_OVER -> RepairChoice.START_OVER;
			};
		}
		return (repair instanceof HistoryRepair.Realign) ? RepairChoice.CHECKSUMS : RepairChoice.MISSING;
	}

	/** At most 66 columns. */
	private static String effect(HistoryRepair repair) {
		if (repair instanceof HistoryRepair.Settle settle) {
			String script = (settle.progress().direction() == Progress.Direction.DOWN) ? " of its rollback" : "";
			String statement = "statement " + settle.progress().statement() + script;
			return switch (settle.decision()) {
				case DONE -> statement + " is done: the next run goes on after it";
				case AGAIN -> statement + " runs once more";
				case START_OVER -> "what has run" + script + " is forgotten: the whole script runs again";
			};
		}
		return (repair instanceof HistoryRepair.Realign) ? "the history takes the checksum of the changed file"
				: "its file is missing: the history forgets it";
	}

}
