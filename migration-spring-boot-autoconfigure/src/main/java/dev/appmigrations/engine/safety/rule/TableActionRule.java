package dev.appmigrations.engine.safety.rule;

import java.util.function.Consumer;

import dev.appmigrations.engine.ddl.AlterTable;
import dev.appmigrations.engine.ddl.TableAction;

/**
 * A rule about one kind of action of {@code ALTER TABLE}.
 *
 * @param <A> the kind
 */
interface TableActionRule<A extends TableAction> extends Rule {

	/** Returns the kind of action. */
	Class<A> action();

	/** Looks at an action. */
	void check(A action, ActionSite site, Consumer<Hazard> hazards);

	@Override
	default void check(StatementSite site, Consumer<Hazard> hazards) {
		AlterTable alter = site.alterTable();
		if (alter != null) {
			for (A action : alter.actions(action())) {
				check(action, new ActionSite(site, alter), hazards);
			}
		}
	}

}
