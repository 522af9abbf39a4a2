package dev.appmigrations.engine.safety.rule;

import java.util.List;
import java.util.Objects;

import dev.appmigrations.engine.ddl.Expression;
import dev.appmigrations.engine.ddl.TableAction;
import dev.appmigrations.engine.safety.state.ColumnState;
import dev.appmigrations.engine.safety.state.ColumnType;
import dev.appmigrations.engine.safety.state.TableState;
import org.jspecify.annotations.Nullable;

/**
 * What the change of a column's type does to the table (see PostgreSQL:
 * {@code ATColumnChangeRequiresRewrite} in {@code src/backend/commands/tablecmds.c}, the
 * catalogue {@code pg_cast}, and the support functions of {@code varchar},
 * {@code numeric} and the types of time).
 *
 * @param kind what it does
 * @param present the type that the column has, in words; empty if it is unknown
 * @param isNarrower whether the new type holds less
 */
record TypeChange(Kind kind, String present, boolean isNarrower) {

	/** The fractional digits of a time without a modifier. */
	private static final int FULL_PRECISION = 6;

	static TypeChange of(TableAction.SetType action, TableState table) {
		ColumnState column = table.column(action.column());
		ColumnType present = (column != null) ? column.type() : null;
		if (column == null || present == null) {
			return new TypeChange(Kind.UNKNOWN, "", false);
		}
		ColumnType target = ColumnType.of(action.type());
		boolean narrower = isNarrower(present, target);
		if (!keepsValue(action.using(), action.column())) {
			return new TypeChange(Kind.REWRITE, column.typeText(), narrower);
		}
		Kind kind = kind(present, target);
		boolean collationChanges = action.collation() != null
				&& (column.collation() == null || !action.collation().name().equals(column.collation().name()));
		if (kind == Kind.NONE && collationChanges) {
			kind = Kind.INDEX_REBUILD;
		}
		return new TypeChange(kind, column.typeText(), narrower);
	}

	/** Whether USING says nothing but the column, or the column with a cast. */
	private static boolean keepsValue(@Nullable Expression using, String column) {
		if (using == null) {
			return true;
		}
		boolean onlyColumn = using.columns().stream().allMatch((name) -> name.name().equals(column));
		String text = using.text();
		return onlyColumn && using.functions().isEmpty()
				&& (text.equals(Names.sql(column)) || text.replace(" ", "").startsWith(Names.sql(column) + "::"))
				&& text.replace(" ", "").indexOf("::", text.indexOf("::") + 2) < 0 && !text.matches(".*[-+*/|<>=].*");
	}

	private static Kind kind(ColumnType present, ColumnType target) {
		if (present.array() != target.array()) {
			return Kind.REWRITE;
		}
		ColumnType from = element(present);
		ColumnType to = element(target);
		if (from.name().equals(to.name())
				&& (from.schema().equals(to.schema()) || from.schema().isEmpty() || to.schema().isEmpty())) {
			return (keepsValues(from, to)) ? Kind.NONE : Kind.REWRITE;
		}
		if (from.is("varchar") && to.is("text")) {
			return Kind.NONE;
		}
		if (from.is("text") && to.is("varchar")) {
			return (to.modifiers().isEmpty()) ? Kind.NONE : Kind.REWRITE;
		}
		boolean unlimited = to.modifiers().isEmpty();
		if ((isCitext(from) && to.is("text", "varchar") && unlimited) || (isCitext(to) && from.is("text", "varchar"))) {
			return Kind.INDEX_REBUILD;
		}
		if ((from.is("cidr") && to.is("inet")) || (from.is("xml") && to.is("text", "varchar") && unlimited)
				|| (from.is("bit") && to.is("varbit") && unlimited)) {
			return Kind.NONE;
		}
		// Whether that is the same depends on the session's time zone.
		if (from.is("timestamp", "timestamptz") && to.is("timestamp", "timestamptz")) {
			return Kind.UNKNOWN;
		}
		boolean known = isBuiltIn(from) && isBuiltIn(to);
		return (known) ? Kind.REWRITE : Kind.UNKNOWN;
	}

	private static boolean isBuiltIn(ColumnType type) {
		return type.schema().equals("pg_catalog") || List
			.of("text", "uuid", "json", "jsonb", "date", "bytea", "inet", "cidr", "money", "xml", "oid", "name", "int2",
					"int4", "int8", "float4", "float8", "numeric", "bool", "varchar", "bpchar", "timestamp",
					"timestamptz", "time", "timetz", "interval")
			.contains(type.name());
	}

	private static boolean isCitext(ColumnType type) {
		return type.name().equals("citext");
	}

	private static ColumnType element(ColumnType type) {
		return new ColumnType(type.schema(), type.name(), type.modifiers(), false);
	}

	/** Whether each value of a type is one of the same type with other modifiers. */
	private static boolean keepsValues(ColumnType from, ColumnType to) {
		if (to.modifiers().isEmpty() || Objects.equals(from.modifiers(), to.modifiers())) {
			return !to.is("bpchar") || Objects.equals(from.modifiers(), to.modifiers());
		}
		if (to.is("varchar", "varbit")) {
			return !from.modifiers().isEmpty() && to.modifiers().get(0) >= from.modifiers().get(0);
		}
		if (to.is("numeric")) {
			return !from.modifiers().isEmpty() && scale(to) == scale(from)
					&& to.modifiers().get(0) >= from.modifiers().get(0);
		}
		if (to.is("timestamp", "timestamptz", "time", "timetz", "interval")) {
			return to.modifiers().get(0) >= precision(from);
		}
		return false;
	}

	private static int scale(ColumnType numeric) {
		return (numeric.modifiers().size() > 1) ? numeric.modifiers().get(1) : 0;
	}

	private static int precision(ColumnType time) {
		return (time.modifiers().isEmpty()) ? FULL_PRECISION : time.modifiers().get(0);
	}

	private static boolean isNarrower(ColumnType from, ColumnType to) {
		if (from.array() != to.array()) {
			return false;
		}
		ColumnType before = element(from);
		ColumnType after = element(to);
		if (after.is("varchar", "bpchar") && before.is("varchar", "text", "bpchar")) {
			return !after.modifiers().isEmpty()
					&& (before.modifiers().isEmpty() || after.modifiers().get(0) < before.modifiers().get(0));
		}
		if (after.is("int2", "int4", "int8") && before.is("int2", "int4", "int8", "numeric")) {
			return before.is("numeric") || size(after) < size(before);
		}
		if (after.is("numeric") && before.is("numeric") && !after.modifiers().isEmpty()) {
			return before.modifiers().isEmpty() || integers(after) < integers(before) || scale(after) < scale(before);
		}
		if (after.is("float4") && before.is("float8")) {
			return true;
		}
		if (after.is("date") && before.is("timestamp", "timestamptz")) {
			return true;
		}
		return after.name().equals(before.name()) && after.is("timestamp", "timestamptz", "time", "timetz", "interval")
				&& precision(after) < precision(before);
	}

	private static int integers(ColumnType numeric) {
		return numeric.modifiers().get(0) - scale(numeric);
	}

	private static int size(ColumnType integer) {
		return Integer.parseInt(integer.name().substring(3));
	}

	/** What a change of the type does. */
	enum Kind {

		/** The catalogue is changed, and nothing else. */
		NONE,

		/** Indexes are built anew. */
		INDEX_REBUILD,

		/** The table is written anew. */
		REWRITE,

		/** It is not known which. */
		UNKNOWN

	}

}
