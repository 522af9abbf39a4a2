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

	/** Reads the row of {@link TableJudge#briefly}. */
	static Judgement read(Rows row, List<String> names) {
		List<String> present = new ArrayList<>(names.size());
		List<String> filled = new ArrayList<>(names.size());
		for (int i = 0; i < names.size(); i++) {
			if (row.isTrue(0, "present_" + i)) {
				present.add(names.get(i));
			}
			if (row.isTrue(0, "filled_" + i)) {
				filled.add(names.get(i));
			}
		}
		return new Judgement(row.isTrue(0, "clean"), row.value(0, "foreign_owner"), row.isTrue(0, "writable"), present,
				filled);
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
