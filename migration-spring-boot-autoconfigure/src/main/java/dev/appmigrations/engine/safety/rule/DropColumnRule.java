package dev.appmigrations.engine.safety.rule;

import java.util.function.Consumer;

import dev.appmigrations.engine.ddl.TableAction;
import dev.appmigrations.engine.safety.state.ColumnState;

/**
 * {@code DROP COLUMN}.
 */
record DropColumnRule() implements TableActionRule<TableAction.DropColumn> {

	@Override
	public String id() {
		return "drop-column";
	}

	@Override
	public Harm harm() {
		return Harm.BREAKS_OLD_RELEASE;
	}

	@Override
	public String explanation() {
		return """
				Instances of the release that is running read and write the column, and fail at once; its
				data are lost. It is dropped in the phase contract, when no instance needs it any more.""";
	}

	@Override
	public Example example() {
		return Example.of("""
				CREATE TABLE users (id bigint PRIMARY KEY, name text);
				INSERT INTO users VALUES (1, 'a');
				""", """
				ALTER TABLE users DROP COLUMN name;
				""", """
				ALTER TABLE users ALTER COLUMN name DROP NOT NULL;
				""", new Example.Proof.Breaks("SELECT name FROM users"));
	}

	@Override
	public Class<TableAction.DropColumn> action() {
		return TableAction.DropColumn.class;
	}

	@Override
	public void check(TableAction.DropColumn action, ActionSite site, Consumer<Hazard> hazards) {
		ColumnState column = site.table().column(action.column());
		boolean absent = action.ifExists() && column == null && site.table().isComplete();
		if (!absent && (column == null || !column.isNew())) {
			hazards
				.accept(Hazard
					.of(action.range(), site.table(), Effect.BRIEF,
							"The release that is running may use " + site.name() + "." + Names.sql(action.column())
									+ ", and its data are lost",
							"-- migrate:phase contract\n" + site.alterTable() + "DROP COLUMN "
									+ Names.sql(action.column()) + ";")
					.writtenBy("drop-column", site.name() + "." + Names.sql(action.column())));
		}
	}

}
