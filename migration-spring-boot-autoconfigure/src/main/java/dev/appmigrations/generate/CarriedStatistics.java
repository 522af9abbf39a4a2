package dev.appmigrations.generate;

import java.util.ArrayList;
import java.util.List;

import dev.appmigrations.engine.migration.WrittenName;
import dev.appmigrations.engine.shape.DependentShape;
import dev.appmigrations.engine.shape.TableShape;

/**
 * The extended statistics of a column, and those that its replacement gets.
 */
final class CarriedStatistics {

	private final TableShape table;

	private final List<Carried> carried = new ArrayList<>();

	CarriedStatistics(ReplacedColumn column, Names names) {
		this.table = column.table();
		String old = column.old().name();
		for (DependentShape statistics : this.table.statistics(old)) {
			String definition = statistics.definition();
			if (definition != null) {
				String name = names.beside(WrittenName.of(statistics.name()).name(), old, column.name());
				this.carried.add(new Carried(this.table.sibling(name), definition, replaced(definition, column)));
			}
		}
	}

	/**
	 * Of {@code CREATE STATISTICS name (kinds) ON columns FROM table}, what stands behind
	 * the name.
	 */
	private static String replaced(String definition, ReplacedColumn column) {
		int kinds = definition.indexOf(" (");
		int on = definition.indexOf(" ON ");
		String rest = definition.substring((kinds >= 0 && kinds < on) ? kinds : on);
		int from = rest.lastIndexOf(" FROM ");
		return Expressions.replace(rest.substring(0, from), column.old().name(), column.sql()) + " FROM "
				+ column.table().sql();
	}

	void create(FileText file) {
		this.carried.forEach((one) -> file.unit("CREATE STATISTICS " + one.name() + one.rest()));
	}

	void drop(FileText file) {
		this.carried.forEach((one) -> file.unit("DROP STATISTICS " + one.name()));
	}

	/** Adds those of the old column, which have gone with it. */
	void createOld(FileText file) {
		this.carried.forEach((one) -> file.unit(one.definition()));
	}

	/**
	 * The name of the new statistics, the statement that creates the old ones, and what
	 * stands behind the name of the new ones.
	 */
	private record Carried(String name, String definition, String rest) {

	}

}
