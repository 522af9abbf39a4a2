package dev.appmigrations.engine.shape;

import java.util.ArrayList;
import java.util.List;

import dev.appmigrations.engine.jdbc.QueryResult;
import dev.appmigrations.engine.jdbc.Rows;
import dev.appmigrations.engine.shape.TableShape.Flags;
import dev.appmigrations.engine.shape.TableShape.Kind;
import dev.appmigrations.engine.shape.TableShape.Partitions;
import dev.appmigrations.engine.sql.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * Makes a shape of what the queries of {@link ShapeSql} return.
 */
final class ShapeAssembly {

	// the bits of a trigger: see PostgreSQL, src/include/catalog/pg_trigger.h
	private static final int ROW = 1;

	private static final int BEFORE = 2;

	private static final int INSERT = 4;

	private static final int UPDATE = 16;

	private final Rows table;

	private final QueryResult parts;

	ShapeAssembly(Rows table, QueryResult parts) {
		this.table = table;
		this.parts = parts;
	}

	/**
	 * Makes the shape.
	 * @param named whether the table was asked for with its schema
	 * @param version the version of the server
	 */
	TableShape shape(boolean named, int version) {
		String schema = this.table.required(0, "schema");
		boolean qualified = named || !schema.equals(this.table.value(0, "creation_schema"));
		Flags flags = new Flags(this.table.isTrue(0, "row_security"), this.table.isTrue(0, "forced"),
				this.table.required(0, "persistence").equals("t"), this.table.isTrue(0, "child"),
				this.table.isTrue(0, "children"), this.table.isTrue(0, "subscribed"));
		Rows leaves = this.parts.rows(8);
		List<ObjectName> partitions = new ArrayList<>();
		for (int row = 0; row < leaves.size(); row++) {
			partitions.add(ObjectName.of(leaves.required(row, "schema"), leaves.required(row, "name")));
		}
		return new TableShape(ObjectName.of(schema, this.table.required(0, "name")), qualified, kind(), flags,
				this.table.required(0, "owner"), this.table.value(0, "comment"), version, columns(), constraints(),
				indexes(), policies(), triggers(), dependents(), grants(),
				new Partitions(names(this.parts.rows(7)), partitions, leaves.size() > 0 && leaves.isTrue(0, "nested")),
				names(this.parts.rows(9)), names(this.parts.rows(10)));
	}

	private Kind kind() {
		return switch (this.table.required(0, "kind")) {
			case "r" -> Kind.TABLE;
			case "p" -> Kind.PARTITIONED_TABLE;
			case "v" -> Kind.VIEW;
			case "m" -> Kind.MATERIALIZED_VIEW;
			default -> Kind.OTHER;
		};
	}

	private List<ColumnShape> columns() {
		Rows rows = this.parts.rows(0);
		List<ColumnShape> columns = new ArrayList<>();
		for (int row = 0; row < rows.size(); row++) {
			columns.add(new ColumnShape(rows.required(row, "name"), rows.required(row, "type"),
					rows.isTrue(row, "not_null"), rows.value(row, "default_expression"),
					!rows.required(row, "generated").isEmpty(), !rows.required(row, "identity").isEmpty(),
					rows.isTrue(row, "owns_sequence"), rows.value(row, "collation"),
					new ColumnShape.Storage(strategy(rows.value(row, "storage")),
							compression(rows.required(row, "compression")),
							Integer.parseInt(rows.required(row, "statistics")), rows.value(row, "options")),
					new ColumnShape.Traits(rows.isTrue(row, "equal_image"), rows.isTrue(row, "composite"),
							rows.isTrue(row, "domain"), rows.isTrue(row, "immutable_text")),
					rows.value(row, "comment")));
		}
		return columns;
	}

	private static @Nullable String strategy(@Nullable String code) {
		if (code == null) {
			return null;
		}
		return switch (code) {
			case "p" -> "PLAIN";
			case "e" -> "EXTERNAL";
			case "m" -> "MAIN";
			default -> "EXTENDED";
		};
	}

	private static @Nullable String compression(String code) {
		return switch (code) {
			case "p" -> "pglz";
			case "l" -> "lz4";
			default -> null;
		};
	}

	private List<ConstraintShape> constraints() {
		Rows rows = this.parts.rows(1);
		List<ConstraintShape> constraints = new ArrayList<>();
		int next;
		for (int row = 0; row < rows.size(); row = next) {
			next = end(rows, row);
			String referenced = rows.value(row, "referenced");
			constraints.add(
					new ConstraintShape(rows.required(row, "name"), ConstraintShape.Kind.of(rows.required(row, "kind")),
							rows.required(row, "definition"), rows.isTrue(row, "own"), rows.isTrue(row, "inherited"),
							rows.isTrue(row, "validated"), rows.isTrue(row, "deferrable"),
							ObjectName.of(rows.required(row, "table_schema"), rows.required(row, "table")),
							rows.required(row, "table_kind").equals("p"), column(rows, row, next, "column"),
							(referenced != null) ? ObjectName.of(rows.required(row, "referenced_schema"), referenced)
									: null,
							column(rows, row, next, "referenced_column"), rows.value(row, "index"),
							rows.value(row, "comment")));
		}
		return constraints;
	}

	private List<IndexShape> indexes() {
		Rows rows = this.parts.rows(2);
		List<IndexShape> indexes = new ArrayList<>();
		int next;
		for (int row = 0; row < rows.size(); row = next) {
			next = end(rows, row);
			List<String> key = new ArrayList<>();
			for (int part = row; part < next; part++) {
				String column = rows.value(part, "column");
				if (column != null && rows.isTrue(part, "key")) {
					key.add(column);
				}
			}
			indexes.add(new IndexShape(rows.required(row, "name"), rows.required(row, "definition"),
					rows.isTrue(row, "unique"), rows.isTrue(row, "valid"), rows.isTrue(row, "identity"),
					rows.required(row, "method"), rows.isTrue(row, "partial"), rows.isTrue(row, "expressions"),
					rows.isTrue(row, "attached"), rows.value(row, "constraint"), key,
					column(rows, row, next, "column").stream().distinct().toList(), rows.value(row, "comment")));
		}
		return indexes;
	}

	private List<PolicyShape> policies() {
		Rows rows = this.parts.rows(3);
		List<PolicyShape> policies = new ArrayList<>();
		int next;
		for (int row = 0; row < rows.size(); row = next) {
			next = end(rows, row);
			policies.add(new PolicyShape(rows.required(row, "name"), rows.value(row, "using_expression"),
					rows.value(row, "check_expression"), column(rows, row, next, "column")));
		}
		return policies;
	}

	private List<TriggerShape> triggers() {
		Rows rows = this.parts.rows(4);
		List<TriggerShape> triggers = new ArrayList<>();
		int next;
		for (int row = 0; row < rows.size(); row = next) {
			next = end(rows, row);
			int bits = Integer.parseInt(rows.required(row, "bits"));
			triggers.add(new TriggerShape(rows.required(row, "name"), rows.required(row, "definition"),
					(bits & (ROW | BEFORE)) == (ROW | BEFORE), (bits & INSERT) != 0, (bits & UPDATE) != 0,
					rows.required(row, "source"), column(rows, row, next, "column")));
		}
		return triggers;
	}

	private List<DependentShape> dependents() {
		Rows rows = this.parts.rows(5);
		List<DependentShape> dependents = new ArrayList<>();
		for (int row = 0; row < rows.size(); row++) {
			dependents.add(new DependentShape(DependentShape.Kind.valueOf(rows.required(row, "kind")),
					rows.required(row, "name"), rows.value(row, "definition"), rows.value(row, "column")));
		}
		return dependents;
	}

	private List<GrantShape> grants() {
		Rows rows = this.parts.rows(6);
		List<GrantShape> grants = new ArrayList<>();
		for (int row = 0; row < rows.size(); row++) {
			grants.add(new GrantShape(rows.required(row, "privilege"), rows.value(row, "grantee"),
					rows.isTrue(row, "grantable"), rows.value(row, "column")));
		}
		return grants;
	}

	private static List<String> names(Rows rows) {
		return column(rows, 0, rows.size(), "name");
	}

	private static List<String> column(Rows rows, int from, int to, String column) {
		List<String> values = new ArrayList<>();
		for (int row = from; row < to; row++) {
			String value = rows.value(row, column);
			if (value != null) {
				values.add(value);
			}
		}
		return values;
	}

	/** Rows of one object stand together. */
	private static int end(Rows rows, int start) {
		String oid = rows.required(start, "oid");
		int end = start + 1;
		while (end < rows.size() && oid.equals(rows.value(end, "oid"))) {
			end++;
		}
		return end;
	}

}
