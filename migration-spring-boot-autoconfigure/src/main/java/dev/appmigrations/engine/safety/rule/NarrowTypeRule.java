package dev.appmigrations.engine.safety.rule;

import java.util.function.Consumer;

import dev.appmigrations.engine.ddl.TableAction;

/**
 * {@code ALTER COLUMN … TYPE} to a type that holds less.
 */
record NarrowTypeRule() implements TableActionRule<TableAction.SetType> {

	@Override
	public String id() {
		return "narrow-column-type";
	}

	@Override
	public Harm harm() {
		return Harm.BREAKS_OLD_RELEASE;
	}

	@Override
	public String explanation() {
		return """
				The release that is running may write values that the new type does not hold: its
				statements fail. A row that holds such a value makes the migration itself fail. A check
				that is NOT VALID says the same without a rewrite, when the older release is gone.""";
	}

	@Override
	public Example example() {
		return Example.of("""
				CREATE TABLE users (id bigint PRIMARY KEY, name varchar(40));
				INSERT INTO users VALUES (1, 'a');
				""", """
				ALTER TABLE users ALTER COLUMN name TYPE varchar(3);
				""", """
				ALTER TABLE users ALTER COLUMN name TYPE varchar(80);
				""", new Example.Proof.Breaks("UPDATE users SET name = 'abcdef' WHERE id = 1"));
	}

	@Override
	public Class<TableAction.SetType> action() {
		return TableAction.SetType.class;
	}

	@Override
	public void check(TableAction.SetType action, ActionSite site, Consumer<Hazard> hazards) {
		TypeChange change = TypeChange.of(action, site.table());
		if (change.isNarrower()) {
			hazards.accept(Hazard.of(action.range(), site.table(), Effect.BRIEF,
					site.text(action.type().range()) + " holds less than " + change.present()
							+ ": what the running release writes to " + Names.sql(action.column()) + " may fail",
					"")
				.because("it is " + change.present() + " now"));
		}
	}

}
