package dev.appmigrations.engine.safety.rule;

import java.util.function.Consumer;

import dev.appmigrations.engine.ddl.ObjectType;
import dev.appmigrations.engine.ddl.Rename;
import dev.appmigrations.engine.safety.state.ColumnState;
import dev.appmigrations.engine.safety.state.TableState;

/**
 * {@code RENAME COLUMN}.
 */
record RenameColumnRule() implements Rule {

	@Override
	public String id() {
		return "rename-column";
	}

	@Override
	public Harm harm() {
		return Harm.BREAKS_OLD_RELEASE;
	}

	@Override
	public String explanation() {
		return """
				Instances of the release that is running use the old name, and fail at once. With a second
				column that a trigger keeps in step both releases run, until the older one is gone.""";
	}

	@Override
	public Example example() {
		return Example.of("""
				CREATE TABLE users (id bigint PRIMARY KEY, name text);
				INSERT INTO users VALUES (1, 'a');
				""", """
				ALTER TABLE users RENAME COLUMN name TO full_name;
				""", """
				ALTER TABLE users ADD COLUMN full_name text;
				""", new Example.Proof.Breaks("SELECT name FROM users"));
	}

	@Override
	public void check(StatementSite site, Consumer<Hazard> hazards) {
		if (site.statement() instanceof Rename rename && rename.type() == ObjectType.COLUMN) {
			String part = rename.part();
			TableState table = site.table(rename.object());
			ColumnState column = (part != null) ? table.column(part) : null;
			if (part == null || (column != null && column.isNew())) {
				return;
			}
			String name = Names.sql(rename.object());
			hazards
				.accept(Hazard
					.of(null, table, Effect.BRIEF,
							"The release that is running uses " + name + "." + Names.sql(part)
									+ ", which is gone at once",
							"ALTER TABLE " + name + " ADD COLUMN " + Names.sql(rename.newName())
									+ ((column != null && !column.typeText().isEmpty()) ? " " + column.typeText()
											: " …")
									+ ";\n-- keep it in step with " + Names.sql(part)
									+ " by a trigger, fill the rows that are there in batches,\n-- and drop "
									+ Names.sql(part) + " in a migration of the phase contract")
					.writtenBy(id(), name + "." + Names.sql(part), Names.sql(rename.newName())));
		}
	}

}
