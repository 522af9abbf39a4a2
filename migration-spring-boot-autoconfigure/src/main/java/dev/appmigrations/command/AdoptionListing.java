package dev.appmigrations.command;

import java.io.PrintWriter;
import java.time.Instant;
import java.util.stream.Collectors;

import dev.appmigrations.command.json.ReportJson;
import dev.appmigrations.command.terminal.Terminal;
import dev.appmigrations.command.terminal.WrappedName;
import dev.appmigrations.engine.adopt.Adoption;
import dev.appmigrations.engine.adopt.ForeignRow;
import dev.appmigrations.engine.adopt.Mapping;
import dev.appmigrations.engine.migration.Migration;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.json.JsonWriter;

/**
 * Lists the migrations that are, or would be, adopted from another tool's history.
 *
 * @param adoption rows and files, side by side
 * @param done whether it is taken over
 */
record AdoptionListing(Adoption adoption, boolean done) {

	String json() {
		return JsonWriter.<Adoption>of((members) -> {
			members.add("tool", (value) -> value.history().tool().id());
			members.add("table", (value) -> value.history().name());
			members.add("files", (value) -> ReportJson.array(value.mappings(), AdoptionListing::file));
			members.add("rowsWithoutFile", (value) -> value.unmatched().stream().map(ForeignRow::name).toList());
			members.add("pending", (value) -> value.pending().stream().map(Migration::name).toList());
			members.add("recorded",
					(value) -> value.recorded().stream().map((mapping) -> mapping.migration().name()).toList());
			members.add("problems", (value) -> ReportJson.problems(value.problems()));
			members.add("adopted", this.done);
		}).writeToString(this.adoption);
	}

	private static void file(JsonWriter.Members<Mapping> file) {
		file.add("name", (value) -> value.migration().name());
		file.add("rows", (value) -> value.rows().stream().map(ForeignRow::name).toList());
		file.add("appliedAt", Mapping::appliedAt);
		file.add("appliedBy", Mapping::appliedBy);
	}

	void print(Terminal terminal) {
		PrintWriter out = terminal.out();
		out.println(this.adoption.history());
		out.println();
		int recorded = this.adoption.recorded().size();
		if (recorded > 0 && this.adoption.mappings().isEmpty()) {
			new StatusView(terminal).printProblems(this.adoption.problems());
			out.println("Nothing to adopt: "
					+ ((recorded == 1) ? "its one migration is" : "all " + recorded + " migrations are")
					+ " recorded already, " + this.adoption.pending().size() + " pending.");
			return;
		}
		out.println(row(terminal, "STATE", "APPLIED (UTC)", "FILE <- ROW OF THE OTHER TOOL"));
		for (Mapping mapping : this.adoption.mappings()) {
			out.println(row(terminal, (this.done) ? "adopted" : "to adopt", mapping.appliedAt(), text(mapping)));
		}
		for (ForeignRow unmatched : this.adoption.unmatched()) {
			out.println(row(terminal, "no file", unmatched.run().appliedAt(), "<- " + unmatched.name()));
		}
		for (Migration pending : this.adoption.pending()) {
			out.println(row(terminal, "pending", "", pending.name()));
		}
		out.println();
		new StatusView(terminal).printProblems(this.adoption.problems());
		out.println(this.adoption.mappings().size() + ((this.done) ? " adopted, " : " to adopt, ")
				+ ((recorded == 0) ? "" : recorded + " recorded already, ") + this.adoption.unmatched().size()
				+ " without a file, " + this.adoption.pending().size() + " pending.");
	}

	/** The row is named where its name differs from that of the file. */
	private static String text(Mapping mapping) {
		String file = mapping.migration().name();
		String rows = mapping.rows()
			.stream()
			.map(ForeignRow::name)
			.filter((name) -> !name.equals(file))
			.collect(Collectors.joining(", "));
		return (rows.isEmpty()) ? file : file + " <- " + rows;
	}

	private static String row(Terminal terminal, String state, @Nullable Instant time, String text) {
		return row(terminal, state, StatusView.time(time), text);
	}

	private static String row(Terminal terminal, String state, String time, String text) {
		String left = "%-10s%-16s  ".formatted(state, time);
		return left + WrappedName.at(terminal, left.length(), text);
	}

}
