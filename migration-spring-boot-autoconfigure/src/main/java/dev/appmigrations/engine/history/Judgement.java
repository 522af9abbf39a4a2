package dev.appmigrations.engine.history;

import java.util.ArrayList;
import java.util.List;

import dev.appmigrations.engine.jdbc.Rows;
import org.jspecify.annotations.Nullable;

/**
 * The verdict on our tables before they are used.
 *
 * @param clean whether they are believed for writing, as far as the brief judgement tells
 * @param foreignOwner the owner of the history if it is not believed, {@code null}
 * otherwise
 * @param writable whether the role may insert into the history
 * @param present the names of those that are there
 * @param filled the names of those that may hold rows
 */
record Judgement(boolean clean, @Nullable String foreignOwner, boolean writable, List<String> present,
		List<String> filled) {

	/** Reads the rows of {@link TableJudge#briefly}. */
	static Judgement read(Rows rows) {
		List<Integer> all = new ArrayList<>(rows.size());
		for (int i = 0; i < rows.size(); i++) {
			all.add(i);
		}
		return read(rows, all);
	}

	/** Reads those rows of {@link TableJudge#brieflyInEach} that are about one schema. */
	static Judgement read(Rows rows, List<Integer> numbers) {
		boolean clean = !numbers.isEmpty();
		boolean writable = clean;
		String foreignOwner = null;
		List<String> present = new ArrayList<>(numbers.size());
		List<String> filled = new ArrayList<>(numbers.size());
		for (int i : numbers) {
			String name = rows.required(i, "name");
			present.add(name);
			if (rows.isTrue(i, "filled")) {
				filled.add(name);
			}
			clean &= rows.isTrue(i, "clean");
			writable &= rows.isTrue(i, "writable");
			foreignOwner = (foreignOwner != null) ? foreignOwner : rows.value(i, "foreign_owner");
		}
		return new Judgement(clean, foreignOwner, writable, present, filled);
	}

	/** The thorough verdict for writing, on a table that may be read. */
	static Judgement of(TableVerdict verdict, String history) {
		String owner = null;
		for (Finding finding : verdict.findings()) {
			if (finding.what().equals(Finding.OWNER) && finding.table().equals(history)) {
				owner = finding.owner();
			}
		}
		List<String> present = List.copyOf(verdict.oids().keySet());
		return new Judgement(false, owner, verdict.writable(), present, present);
	}

}
