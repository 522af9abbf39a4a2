package dev.appmigrations.generate;

import java.util.ArrayList;
import java.util.List;

import dev.appmigrations.engine.ddl.QuotedIdentifier;
import dev.appmigrations.engine.shape.TableShape;
import dev.appmigrations.engine.shape.TriggerShape;

/**
 * The trigger that keeps two columns in step, whichever of them a release writes. The
 * column that has changed decides; on INSERT it is the new one, unless that is NULL,
 * since the old one may have a default.
 */
final class SyncTrigger {

	private final ReplacedColumn column;

	private final TableShape table;

	private final String function;

	private final String trigger;

	SyncTrigger(ReplacedColumn column, Names names) {
		this.column = column;
		this.table = column.table();
		String table = this.table.name().name();
		this.function = names.make(table, column.old().name(), column.name(), "sync");
		this.trigger = new Names(List.of()).make(last(this.table), table, column.old().name(), column.name(), "sync");
	}

	/**
	 * Triggers fire in the order of their names; one that fires later would undo the
	 * copy.
	 */
	static String last(TableShape table) {
		String prefix = "zz";
		for (TriggerShape other : table.triggers()) {
			if (other.beforeRow() && other.name().compareTo(prefix) > 0) {
				prefix = other.name() + "_zz";
			}
		}
		return prefix;
	}

	/** Returns the name of the trigger. */
	String name() {
		return this.trigger;
	}

	/** Returns the statements that create it. */
	List<String> create() {
		String oldName = this.column.old().sql();
		String newName = this.column.sql();
		String body = """

				BEGIN
				    IF TG_OP = 'INSERT' THEN
				        IF NEW.%2$s IS DISTINCT FROM NULL THEN
				            NEW.%1$s := %4$s;
				        ELSE
				            NEW.%2$s := %3$s;
				        END IF;
				    ELSIF %6$s THEN
				        NEW.%1$s := %4$s;
				    ELSIF %5$s THEN
				        NEW.%2$s := %3$s;
				    ELSIF NEW.%2$s IS NOT DISTINCT FROM NULL THEN
				        NEW.%2$s := %3$s;
				    END IF;
				    RETURN NEW;
				END
				""".formatted(oldName, newName, this.column.fill("NEW." + oldName),
				this.column.restore("NEW." + newName), this.column.oldDiffers("NEW." + oldName, "OLD." + oldName),
				this.column.newDiffers("NEW." + newName, "OLD." + newName));
		List<String> statements = new ArrayList<>();
		statements.add("CREATE FUNCTION " + this.table.sibling(this.function)
				+ "() RETURNS trigger LANGUAGE plpgsql AS " + Quoting.dollar(body, "sync"));
		statements.add("CREATE TRIGGER " + QuotedIdentifier.of(this.trigger) + " BEFORE INSERT OR UPDATE"
				+ ((othersChangeRows()) ? "" : " OF " + oldName + ", " + newName) + " ON " + this.table.sql()
				+ "\n    FOR EACH ROW EXECUTE FUNCTION " + this.table.sibling(this.function) + "()");
		if (this.table.flags().subscribed()) {
			statements
				.add("ALTER TABLE " + this.table.sql() + " ENABLE ALWAYS TRIGGER " + QuotedIdentifier.of(this.trigger));
		}
		return statements;
	}

	/** Returns the statements that drop it. */
	List<String> drop() {
		return Triggers.drop(this.table, QuotedIdentifier.of(this.trigger), this.table.sibling(this.function));
	}

	/** {@code UPDATE OF} does not see what another trigger assigns. */
	private boolean othersChangeRows() {
		return this.table.triggers().stream().anyMatch((other) -> other.beforeRow() && other.onUpdate());
	}

}
