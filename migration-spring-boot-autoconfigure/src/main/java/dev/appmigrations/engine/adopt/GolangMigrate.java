package dev.appmigrations.engine.adopt;

import java.util.List;
import java.util.Set;

/**
 * golang-migrate: one row with the highest version, and whether that one failed.
 */
final class GolangMigrate implements ForeignTool {

	@Override
	public String id() {
		return "golang-migrate";
	}

	@Override
	public String title() {
		return "golang-migrate";
	}

	@Override
	public List<String> tables() {
		return List.of("schema_migrations");
	}

	@Override
	public boolean recognizes(Set<String> columns, Set<String> beside) {
		return columns.containsAll(List.of("version", "dirty"));
	}

	@Override
	public String orderColumn() {
		return "version";
	}

	@Override
	public List<ForeignRow> rows(List<ForeignRecord> records) {
		return records.stream().map((entry) -> {
			String version = entry.textOrEmpty("version");
			return ForeignRow.applied(version, version, null, ForeignRow.Run.UNKNOWN)
				.in((entry.isTrue("dirty")) ? ForeignRow.State.FAILED : ForeignRow.State.APPLIED_WITH_ALL_BEFORE);
		}).toList();
	}

	@Override
	public String failureRemedy(ForeignRow row) {
		return "Version " + row.name()
				+ " is dirty. Look what it left in the database, and complete or undo it by hand."
				+ " Then tell golang-migrate with 'migrate force VERSION': this version if it is complete, the one"
				+ " before if it is undone. Then adopt again.";
	}

}
