package dev.appmigrations.generate;

import java.util.Set;

import dev.appmigrations.engine.ddl.QuotedIdentifier;
import dev.appmigrations.engine.shape.TableShape;
import dev.appmigrations.generate.Change.Draft;

/**
 * {@code replace-index}: the new index is built beside the old one, and gets its name.
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
		TableShape table = found.table();
		Checks.ordinary(table, "The replacement of an index");
		if (found.index().unique()) {
			throw new RefusedChangeException("Index " + found.index().name() + " is unique: upserts may need it.",
					"Add the new one with add-unique, and drop the old one with drop-index when nobody needs it.");
		}
		String rest = IndexText.rest(found.index());
		String columns = IndexText.list(Arguments.get(this, request, 1));
		String replaced = rest.substring(0, rest.indexOf('(')) + "(" + columns + ")" + Expressions.behindList(rest);
		String name = found.index().name();
		Names names = new Names(table.taken());
		String beside = names.make(name, "new");
		String rename = "ALTER INDEX " + table.sibling(beside) + " RENAME TO " + QuotedIdentifier.of(name);
		FileText up = new FileText();
		new IndexText(table, false, replaced).create(beside, names, up);
		up.statement(IndexText.drop(table, name)).unit(rename);
		found.comment(up);
		FileText down = new FileText();
		new IndexText(table, false, rest).create(beside, names, down);
		down.statement(IndexText.drop(table, name)).unit(rename);
		found.comment(down);
		Change change = new Change(Arguments.title(this, request), request, "and changes nothing for any other");
		change.add(Draft.expand("replace index " + name, "builds another index in the place of " + name, up, down));
		return change.finish();
	}

}
