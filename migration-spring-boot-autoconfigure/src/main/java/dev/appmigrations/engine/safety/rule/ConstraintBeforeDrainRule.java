package dev.appmigrations.engine.safety.rule;

import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

import dev.appmigrations.engine.ddl.Constraint;
import dev.appmigrations.engine.ddl.TableAction;
import dev.appmigrations.engine.safety.state.ColumnState;
import dev.appmigrations.engine.safety.state.IndexState;
import dev.appmigrations.engine.safety.state.TableState;
import dev.appmigrations.engine.sql.ObjectName;

/**
 * A constraint that what the older release writes may violate.
 */
record ConstraintBeforeDrainRule() implements TableActionRule<TableAction.AddConstraint> {

	@Override
	public String id() {
		return "constraint-before-drain";
	}

	@Override
	public Harm harm() {
		return Harm.BREAKS_OLD_RELEASE;
	}

	@Override
	public String explanation() {
		return """
				A constraint holds for each new row from the moment when it is added, NOT VALID or not.
				Writes of the release that is running fail if they do not satisfy it. It is added in the
				phase contract; or, if something makes sure that it holds for what the older release
				writes, such as a trigger or its own code, say so: -- migrate:allow constraint-before-
				drain REASON.""";
	}

	@Override
	public Example example() {
		return Example.of("""
				CREATE TABLE users (id bigint PRIMARY KEY, name text);
				INSERT INTO users VALUES (1, 'a');
				""", """
				ALTER TABLE users ADD CONSTRAINT users_name CHECK (name <> '') NOT VALID;
				""", """
				ALTER TABLE users ADD COLUMN nickname text CONSTRAINT users_nickname CHECK (nickname <> '');
				""", new Example.Proof.Breaks("UPDATE users SET name = '' WHERE id = 1"));
	}

	@Override
	public Class<TableAction.AddConstraint> action() {
		return TableAction.AddConstraint.class;
	}

	@Override
	public void check(TableAction.AddConstraint action, ActionSite site, Consumer<Hazard> hazards) {
		Constraint constraint = action.constraint();
		if (constraint.attributes().notEnforced() || isKnownAlready(constraint, site)) {
			return;
		}
		List<String> columns = columns(constraint);
		boolean onlyNew = !columns.isEmpty() && columns.stream().allMatch((name) -> isNew(site.table(), name));
		boolean mayBeNull = !(constraint instanceof Constraint.NotNull)
				&& !(constraint instanceof Constraint.Check check && isProof(check))
				&& !(constraint instanceof Constraint.Unique unique && unique.primary());
		if (!onlyNew || !mayBeNull) {
			hazards.accept(Hazard
				.of(action.range(), site.table(), Effect.BRIEF,
						"What the running release writes to " + site.name()
								+ " fails from now on if it does not satisfy the constraint",
						"-- migrate:phase contract\n" + site.alterTable() + site.text(action.range()) + ";")
				.uncertain());
		}
	}

	/** An index that is unique already says the same. */
	private static boolean isKnownAlready(Constraint constraint, ActionSite site) {
		String using = (constraint instanceof Constraint.Unique unique) ? unique.usingIndex() : null;
		IndexState index = (using != null) ? site.table().index(using) : null;
		return index != null && !index.isNew();
	}

	private static List<String> columns(Constraint constraint) {
		if (constraint instanceof Constraint.Unique unique) {
			return unique.columns();
		}
		if (constraint instanceof Constraint.ForeignKey key) {
			return key.columns();
		}
		if (constraint instanceof Constraint.NotNull notNull) {
			return List.of(notNull.column());
		}
		return (constraint instanceof Constraint.Check check)
				? check.condition().columns().stream().map(ObjectName::name).toList() : List.of();
	}

	private static boolean isNew(TableState table, String name) {
		ColumnState column = table.column(name);
		return column != null && column.isNew() && !column.hasDefault();
	}

	private static boolean isProof(Constraint.Check check) {
		return check.condition().text().toLowerCase(Locale.ROOT).contains("not null");
	}

}
