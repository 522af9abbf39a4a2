package dev.appmigrations.generate;

import java.util.List;
import java.util.Locale;
import java.util.Set;

import dev.appmigrations.engine.shape.ColumnShape;
import dev.appmigrations.engine.shape.TableShape;
import dev.appmigrations.generate.Change.Draft;
import org.jspecify.annotations.Nullable;

/**
 * {@code add-fk}: an index for the referring side, the constraint for new rows, the
 * repair of orphans if it is wanted, and the proof.
 */
final class AddForeignKey implements Generator {

	private static final String ON_DELETE = "on-delete";

	private static final String ORPHANS = "orphans";

	private static final Set<String> ACTIONS = Set.of("cascade", "set null", "set default", "restrict", "no action");

	private static final int PARTITIONED = 18;

	@Override
	public String name() {
		return "add-fk";
	}

	@Override
	public String parameters() {
		return "TABLE.COLUMN PARENT.COLUMN";
	}

	@Override
	public String description() {
		return "Add a foreign key, without a scan under a lock, when no release writes orphans any more.";
	}

	@Override
	public Set<String> options() {
		return Set.of(Options.NAME, ON_DELETE, ORPHANS, Options.NOW, Options.KEY);
	}

	@Override
	public GeneratedMigrations generate(ChangeRequest request, Catalogue catalogue) {
		NameArgument.Column from = NameArgument.column(Arguments.get(this, request, 0));
		NameArgument.Column to = NameArgument.column(Arguments.get(this, request, 1));
		TableShape child = Checks.table(catalogue, from.table());
		TableShape parent = Checks.table(catalogue, to.table());
		ColumnShape column = Checks.column(child, from.name());
		ColumnShape key = Checks.column(parent, to.name());
		check(request, child, parent, column, key);
		Names names = Names.of(child);
		String name = names.choose(request.option(Options.NAME), child.name().name(), column.name(), "fkey");
		Change change = new Change(Arguments.title(this, request), request, "which writes no orphans any more");
		String words = child.name().name() + " " + column.name();
		boolean indexed = child.indexes()
			.stream()
			.anyMatch(
					(index) -> !index.key().isEmpty() && index.key().get(0).equals(column.name()) && !index.partial());
		long last = 0;
		if (!indexed) {
			String index = names.make(child.name().name(), column.name(), "idx");
			FileText up = new FileText();
			new IndexText(child, false, "USING btree (" + column.sql() + ")").create(index, names, up);
			last = change.add(Draft.expand("index " + words, "builds an index for the referring column", up,
					new FileText().statement(IndexText.drop(child, index))));
		}
		Long[] before = (last > 0) ? new Long[] { last } : new Long[0];
		String add = Constraints.notValid(child.sql(), name, "FOREIGN KEY (" + column.sql() + ") REFERENCES "
				+ parent.sql() + " (" + key.sql() + ")" + action(request));
		FileText drop = new FileText().unit(ForeignKeys.drop(child.sql(), name));
		boolean now = request.has(Options.NOW);
		FileText up = new FileText().unit(ForeignKeys.add(child.sql(), add));
		String orphans = request.option(ORPHANS);
		if (orphans == null) {
			Proofs.validate(child.sql(), name, up);
			Constraints.add(change, "refer " + words, "adds the foreign key " + name, up, drop, now, before);
			change.note("It fails where there are orphans: SELECT count(*) FROM " + child.sql() + " WHERE "
					+ orphaned(child, parent, column, key));
			return change.finish();
		}
		long added = Constraints.add(change, "refer " + words, "adds the foreign key " + name + " for new rows", up,
				drop, now, before);
		BackfillText repair = new BackfillText(child, Checks.key(child, request));
		String condition = orphaned(child, parent, column, key);
		FileText repaired = switch (orphans.toLowerCase(Locale.ROOT)) {
			case "delete" -> repair.statement("DELETE FROM " + child.sql(), condition, condition);
			case "null" -> repair.update(column.sql() + " = NULL", condition, condition);
			default -> throw new RefusedChangeException("--orphans " + orphans + " is not known.",
					"Write --orphans delete or --orphans null.");
		};
		long healed = change.add(Draft.backfill("repair " + words, "repairs rows that refer to nothing", repaired,
				BackfillText.nothingToUndo("what the rows referred to is gone")), added);
		FileText proof = new FileText();
		Proofs.validate(child.sql(), name, proof);
		change.add(Draft.contract("prove " + words, "proves the foreign key " + name, "is sure of it", proof,
				BackfillText.nothingToUndo("the constraint goes with the migration that added it")), healed);
		return change.finish();
	}

	private static String orphaned(TableShape child, TableShape parent, ColumnShape column, ColumnShape key) {
		return column.sql() + " IS NOT NULL AND NOT EXISTS (SELECT FROM " + parent.sql() + " AS parent WHERE parent."
				+ key.sql() + " = " + child.sql() + "." + column.sql() + ")";
	}

	private static String action(ChangeRequest request) {
		@Nullable String action = request.option(ON_DELETE);
		if (action == null) {
			return "";
		}
		String words = action.strip().toLowerCase(Locale.ROOT).replaceAll("[\\s-]+", " ");
		if (!ACTIONS.contains(words)) {
			throw new RefusedChangeException("--on-delete " + action + " is not known.",
					"Write one of: cascade, set null, set default, restrict, no action.");
		}
		return " ON DELETE " + words.toUpperCase(Locale.ROOT);
	}

	private static void check(ChangeRequest request, TableShape child, TableShape parent, ColumnShape column,
			ColumnShape key) {
		Checks.alone(child);
		if (!column.type().equals(key.type())) {
			throw new RefusedChangeException("Column " + column.name() + " is " + column.type() + ", and " + key.name()
					+ " is " + key.type() + ".", "Give them the same type first, with change-type.");
		}
		boolean unique = parent.indexes()
			.stream()
			.anyMatch((index) -> index.unique() && index.valid() && !index.partial() && !index.expressions()
					&& index.key().equals(List.of(key.name())));
		if (!unique) {
			throw new RefusedChangeException("Column " + parent.sql() + "." + key.sql() + " is not unique.",
					"Make it so first, with add-unique.");
		}
		if (child.kind() == TableShape.Kind.PARTITIONED_TABLE && Versions.oldest(request, child) < PARTITIONED) {
			throw new RefusedChangeException(
					"Before PostgreSQL 18, a foreign key of a partitioned table cannot be added without its proof.",
					"Add it to each partition by hand, and to the table at last.");
		}
	}

}
