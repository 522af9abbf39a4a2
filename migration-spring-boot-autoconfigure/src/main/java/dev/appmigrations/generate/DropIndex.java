package dev.appmigrations.generate;

import java.util.Set;

import dev.appmigrations.engine.shape.TableShape;
import dev.appmigrations.generate.Change.Draft;

/**
 * {@code drop-index}: without keeping anybody waiting. Upserts need unique indexes, so
 * that these wait for the end of the releases that may use them.
 */
final class DropIndex implements Generator {

	@Override
	public String name() {
		return "drop-index";
	}

	@Override
	public String parameters() {
		return "INDEX";
	}

	@Override
	public String description() {
		return "Drop an index without keeping anybody waiting.";
	}

	@Override
	public Set<String> options() {
		return Set.of();
	}

	@Override
	public GeneratedMigrations generate(ChangeRequest request, Catalogue catalogue) {
		FoundIndex found = FoundIndex.find(catalogue, Arguments.get(this, request, 0));
		TableShape table = found.table();
		String name = found.index().name();
		FileText up = new FileText().statement(IndexText.drop(table, name));
		FileText down = new FileText();
		new IndexText(table, found.index().unique(), IndexText.rest(found.index())).create(name,
				new Names(table.taken()), down);
		found.comment(down);
		Change change = new Change(Arguments.title(this, request), request, "which needs it no more");
		String words = "drop index " + name;
		String summary = "drops the index " + name;
		change.add((found.index().unique()) ? Draft.drained(words, summary, up, down)
				: Draft.expand(words, summary, up, down));
		if (table.kind() == TableShape.Kind.PARTITIONED_TABLE) {
			change.note("An index of a partitioned table cannot be dropped concurrently: for a moment, the table is "
					+ "locked with all its partitions.");
			change.note("Its rollback gives the indexes of the partitions other names.");
		}
		return change.finish();
	}

}
