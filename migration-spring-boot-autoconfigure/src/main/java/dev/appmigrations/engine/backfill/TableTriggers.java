package dev.appmigrations.engine.backfill;

import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.migration.ScriptPart;
import dev.appmigrations.engine.script.Placeholders;

/** To be widened. */
record TableTriggers(boolean keepsInStep) {

	static TableTriggers read(Session session, WalkedTable table, ScriptPart part, Placeholders placeholders) {
		return new TableTriggers(false);
	}

}
