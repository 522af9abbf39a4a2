package dev.appmigrations.engine.safety.rule;

import java.util.function.Consumer;

import dev.appmigrations.engine.ddl.CreateView;
import dev.appmigrations.engine.ddl.ObjectType;
import dev.appmigrations.engine.ddl.Rename;
import dev.appmigrations.engine.ddl.SetSchema;
import dev.appmigrations.engine.sql.ObjectName;

/**
 * {@code ALTER TABLE … RENAME TO} or {@code SET SCHEMA}.
 */
record RenameTableRule() implements Rule {

	@Override
	public String id() {
		return "rename-table";
	}

	@Override
	public Harm harm() {
		return Harm.BREAKS_OLD_RELEASE;
	}

	@Override
	public String explanation() {
		return """
				Instances of the release that is running use the old name, and fail at once. A view of the
				old name in the same transaction lets them work; so does a view of the new name, until the
				older release is gone.""";
	}

	@Override
	public Example example() {
		return Example.of("""
				CREATE TABLE users (id bigint PRIMARY KEY, name text);
				INSERT INTO users VALUES (1, 'a');
				""", """
				ALTER TABLE users RENAME TO members;
				""", """
				BEGIN;
				ALTER TABLE users RENAME TO members;
				CREATE VIEW users AS SELECT * FROM members;
				COMMIT;
				""", new Example.Proof.Breaks("SELECT name FROM users"));
	}

	@Override
	public void check(StatementSite site, Consumer<Hazard> hazards) {
		if (site.statement() instanceof Rename rename && rename.part() == null && isTable(rename.type())) {
			moved(site, rename.object(), ObjectName.of(rename.newName()), rename.type() == ObjectType.TABLE, hazards);
		}
		else if (site.statement() instanceof SetSchema move && isTable(move.type())) {
			moved(site, move.object(), ObjectName.of(move.schema(), move.object().name()), false, hazards);
		}
	}

	private static boolean isTable(ObjectType type) {
		return switch (type) {
			case TABLE, VIEW, MATERIALIZED_VIEW, FOREIGN_TABLE -> true;
			default -> false;
		};
	}

	private void moved(StatementSite site, ObjectName from, ObjectName to, boolean renamed, Consumer<Hazard> hazards) {
		boolean viewFollows = site.following()
			.stream()
			.anyMatch((statement) -> statement instanceof CreateView view && view.view().name().equals(from.name()));
		if (!viewFollows) {
			String security = (site.isAtLeast(15)) ? " WITH (security_invoker)" : "";
			Hazard hazard = Hazard.of(null, site.table(from), Effect.BRIEF,
					"The release that is running uses " + Names.sql(from) + ", which is gone at once",
					"BEGIN;\n" + site.text() + ";\nCREATE VIEW " + Names.sql(from) + security + " AS SELECT * FROM "
							+ Names.sql(to) + ";\nCOMMIT;");
			hazards.accept((renamed) ? hazard.writtenBy(id(), Names.sql(from), Names.sql(to)) : hazard);
		}
	}

}
