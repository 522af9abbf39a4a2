package dev.appmigrations.generate;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

import dev.appmigrations.engine.shape.DependentShape;
import dev.appmigrations.engine.shape.DependentShape.Kind;

/**
 * The extended statistics of a column, and those that its replacement gets.
 */
final class CarriedStatistics {

	private final ReplacedColumn column;

	private final Names names;

	CarriedStatistics(ReplacedColumn column, Names names) {
		this.column = column;
		this.names = names;
	}

	void create(FileText file) {
		each((name, definition) -> {
			// CREATE STATISTICS name (kinds) ON columns FROM table
			int kinds = definition.indexOf(" (");
			int on = definition.indexOf(" ON ");
			String rest = definition.substring((kinds >= 0 && kinds < on) ? kinds : on);
			int from = rest.lastIndexOf(" FROM ");
			file.unit("CREATE STATISTICS " + replacement(name)
					+ Expressions.replace(rest.substring(0, from), this.column.old().name(), this.column.sql())
					+ " FROM " + this.column.table().sql());
		});
	}

	void drop(FileText file) {
		each((name, definition) -> file.unit("DROP STATISTICS " + replacement(name)));
	}

	/** Adds those of the old column, which have gone with it. */
	void createOld(FileText file) {
		each((name, definition) -> file.unit(definition));
	}

	/** Returns the names of those of the old column, without schemas. */
	List<String> oldNames() {
		List<String> names = new ArrayList<>();
		each((name, definition) -> names.add(name));
		return names;
	}

	private String replacement(String name) {
		return this.column.table().sibling(this.names.beside(name, this.column.old().name(), this.column.name()));
	}

	private void each(BiConsumer<String, String> action) {
		for (DependentShape dependent : this.column.table().dependents()) {
			String definition = dependent.definition();
			if (dependent.kind() == Kind.STATISTICS && definition != null
					&& this.column.old().name().equals(dependent.column())) {
				action.accept(dependent.name().substring(dependent.name().lastIndexOf('.') + 1).replace("\"", ""),
						definition);
			}
		}
	}

}
