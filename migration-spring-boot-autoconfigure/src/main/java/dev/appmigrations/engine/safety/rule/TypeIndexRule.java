package dev.appmigrations.engine.safety.rule;

import java.util.List;
import java.util.function.Consumer;

import dev.appmigrations.engine.ddl.TableAction;
import dev.appmigrations.engine.safety.state.IndexState;

/**
 * {@code ALTER COLUMN … TYPE} that leaves the table as it is, and builds its indexes
 * anew.
 */
record TypeIndexRule() implements TableActionRule<TableAction.SetType> {

	@Override
	public String id() {
		return "change-type-index-rebuild";
	}

	@Override
	public Harm harm() {
		return Harm.OFFLINE;
	}

	@Override
	public String explanation() {
		return """
				The values stay as they are, but they are ordered otherwise: each index on the column is
				built anew, while nobody can read or write. So it is with another collation, and between
				citext and text.""";
	}

	@Override
	public Example example() {
		return Example.of("""
				CREATE TABLE users (id bigint PRIMARY KEY, name text);
				INSERT INTO users VALUES (1, 'a');
				CREATE INDEX users_name ON users (name);
				""", """
				ALTER TABLE users ALTER COLUMN name TYPE text COLLATE "C";
				""", """
				CREATE INDEX CONCURRENTLY users_name_c ON users (name COLLATE "C");
				""", Example.Proof.build("ACCESS EXCLUSIVE", "users"));
	}

	@Override
	public Class<TableAction.SetType> action() {
		return TableAction.SetType.class;
	}

	@Override
	public void check(TableAction.SetType action, ActionSite site, Consumer<Hazard> hazards) {
		TypeChange change = TypeChange.of(action, site.table());
		if (change.kind() != TypeChange.Kind.INDEX_REBUILD) {
			return;
		}
		List<String> indexes = site.table()
			.indexes()
			.stream()
			.filter((index) -> index.columns().contains(action.column()) || index.columns().contains(null))
			.map(IndexState::name)
			.toList();
		if (!indexes.isEmpty()) {
			hazards.accept(Hazard
				.of(action.range(), site.table(), Effect.INDEX_BUILD,
						"Indexes on " + Names.sql(action.column()) + " are built anew while nobody can use "
								+ site.name(),
						Recipes.shadowColumn(site, action))
				.because("the indexes " + String.join(", ", indexes)));
		}
	}

}
