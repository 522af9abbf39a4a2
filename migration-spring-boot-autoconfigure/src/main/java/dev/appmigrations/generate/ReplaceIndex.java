package dev.appmigrations.generate;

import java.util.Set;

import dev.appmigrations.engine.ddl.QuotedIdentifier;
import dev.appmigrations.engine.shape.TableShape;
import dev.appmigrations.generate.Change.Draft;

/**
 * {@code replace-index}: the new index is built beside the old one, and gets its name.
 * Upserts need the unique index that they name, so that an old one of these stays until
 * the releases that may use it have ended.
 */
final class ReplaceIndex implements Generator {

	@Override
	public String name() {
		return "replace-index";
	}

	@Override
	public String parameters() {
		return "INDEX COLUMNS";
	}

	@Override
	public String description() {
		return "Build another index, drop the old one, and give the new one its name, while others read and write.";
	}

	@Override
	public Set<String> options() {
		return Set.of();
	}

	@Override
	public GeneratedMigrations generate(ChangeRequest request, Catalogue catalogue) {
		FoundIndex found = FoundIndex.find(catalogue, Arguments.get(this, request, 0));
		Checks.ordinary(found.table(), "The replacement of an index");
		String columns = IndexText.list(Arguments.get(this, request, 1));
		String title = Arguments.title(this, request);
		return (found.index().unique())
				? unique(new Change(title, request, "whose upserts may name the new columns"), found, columns)
				: ordinary(new Change(title, request, "and changes nothing for any other"), found, columns);
	}

	private static GeneratedMigrations ordinary(Change change, FoundIndex found, String columns) {
		TableShape table = found.table();
		String name = found.index().name();
		Names names = new Names(table.taken());
		String beside = names.make(name, "new");
		String rest = IndexText.rest(found.index());
		FileText up = new FileText();
		new IndexText(table, false, withColumns(rest, columns)).create(beside, names, up);
		FileText down = new FileText();
		new IndexText(table, false, rest).create(beside, names, down);
		putInPlace(found, beside, up);
		putInPlace(found, beside, down);
		change.add(Draft.expand("replace index " + name, "builds another index in the place of " + name, up, down));
		return change.finish();
	}

	private static GeneratedMigrations unique(Change change, FoundIndex found, String columns) {
		TableShape table = found.table();
		String name = found.index().name();
		Names names = new Names(table.taken());
		String beside = names.make(name, "new");
		String rest = IndexText.rest(found.index());
		FileText build = new FileText();
		new IndexText(table, true, withColumns(rest, columns)).create(beside, names, build);
		FileText remove = new FileText().statement(IndexText.drop(table, beside));
		long built = change.add(Draft.expand("build the next " + name,
				"builds the unique index that will replace " + name, build, remove));
		FileText replace = new FileText();
		putInPlace(found, beside, replace);
		FileText restore = new FileText().unit(rename(table, name, beside));
		new IndexText(table, true, rest).create(name, names, restore);
		found.comment(restore);
		change.add(Draft.drained("replace index " + name,
				"drops the old index " + name + ", whose name the new one gets", replace, restore), built);
		change.note("Until the old index is dropped, rows have to be unique by both.");
		return change.finish();
	}

	/** Drops the index, and gives its name and its comment to the one beside it. */
	private static void putInPlace(FoundIndex found, String beside, FileText file) {
		TableShape table = found.table();
		String name = found.index().name();
		file.statement(IndexText.drop(table, name)).unit(rename(table, beside, name));
		found.comment(file);
	}

	private static String withColumns(String rest, String columns) {
		return rest.substring(0, rest.indexOf('(')) + "(" + columns + ")" + Expressions.behindList(rest);
	}

	private static String rename(TableShape table, String from, String to) {
		return "ALTER INDEX " + table.sibling(from) + " RENAME TO " + QuotedIdentifier.of(to);
	}

}
