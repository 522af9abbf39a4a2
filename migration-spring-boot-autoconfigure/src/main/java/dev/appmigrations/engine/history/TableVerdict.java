package dev.appmigrations.engine.history;

import java.util.List;
import java.util.Map;

/**
 * The result of a thorough inspection of tables.
 *
 * @param oids the tables that exist, by their names
 * @param writable whether the role may insert into the one that tells the schema
 * @param findings why they are not believed; empty if they are
 * @param missingKeys the keys that they lack, if they are believed for writing
 */
record TableVerdict(Map<String, Long> oids, boolean writable, List<Finding> findings, List<MissingKey> missingKeys) {

	/** Where none of the tables is there. */
	static final TableVerdict NO_TABLES = new TableVerdict(Map.of(), false, List.of(), List.of());

	/** Leaves out what only matters where tables are created. */
	List<Finding> ofTables() {
		return this.findings.stream().filter((finding) -> !finding.what().equals(Finding.SCHEMA)).toList();
	}

}
