package dev.appmigrations.engine.safety.facts;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntFunction;

import dev.appmigrations.engine.history.ServerTime;
import dev.appmigrations.engine.jdbc.QueryResult;
import dev.appmigrations.engine.jdbc.Rows;
import dev.appmigrations.engine.sql.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * Makes facts of the rows of a message.
 */
final class FactsAssembly {

	private static final int HEADER = 1;

	private final QueryResult result;

	private final FactsRequest request;

	private final Rows header;

	private final boolean standby;

	private Map<String, Boolean> empty = Map.of();

	FactsAssembly(QueryResult result, FactsRequest request) {
		this.result = result;
		this.request = request;
		this.header = result.rows(HEADER);
		this.standby = this.header.isTrue(0, "standby");
	}

	/** Returns the tables that may be tried for a row, by their oids. */
	Map<String, ObjectName> probes() {
		Rows rows = rows(FactsPart.RELATIONS);
		Map<String, ObjectName> probes = new LinkedHashMap<>();
		for (int row = 0; row < rows.size(); row++) {
			if (rows.isTrue(row, "may_probe") && !rows.isTrue(row, "empty")) {
				probes.put(rows.required(row, "oid"), name(rows, row, "schema", "name"));
			}
		}
		return probes;
	}

	void probed(Map<String, Boolean> empty) {
		this.empty = empty;
	}

	SchemaFacts facts() {
		Instant readAt = Objects.requireNonNull(ServerTime.parse(this.header.value(0, "read_at")));
		boolean everything = this.request.everything();
		List<ObjectName> askedFor = new ArrayList<>();
		if (!everything) {
			askedFor.addAll(this.request.names());
			askedFor.addAll(this.request.functions());
		}
		return new SchemaFacts(readAt, Integer.parseInt(this.header.required(0, "version")),
				this.header.required(0, "database"), this.standby, NameArray.of(this.header.value(0, "path")),
				everything && this.request.schemas().isEmpty(), askedFor, relations(), types(), functions());
	}

	private Rows rows(FactsPart part) {
		return this.result.rows(part.result());
	}

	private List<RelationFacts> relations() {
		Map<String, List<ColumnFacts>> columns = grouped(FactsPart.COLUMNS, this::column);
		Map<String, List<ConstraintFacts>> constraints = grouped(FactsPart.CONSTRAINTS, this::constraint);
		Map<String, List<IndexFacts>> indexes = grouped(FactsPart.INDEXES, this::index);
		Map<String, List<TriggerFacts>> triggers = grouped(FactsPart.TRIGGERS, this::trigger);
		Map<String, List<DependentFacts>> dependents = grouped(FactsPart.DEPENDENTS, this::dependent);
		Rows published = rows(FactsPart.PUBLICATIONS);
		Map<String, List<String>> publications = grouped(FactsPart.PUBLICATIONS,
				(row) -> published.required(row, "name"));
		Rows rows = rows(FactsPart.RELATIONS);
		List<RelationFacts> relations = new ArrayList<>(rows.size());
		for (int row = 0; row < rows.size(); row++) {
			String oid = rows.required(row, "oid");
			relations.add(new RelationFacts(rows.required(row, "schema"), rows.required(row, "name"),
					relationKind(rows.required(row, "kind")), nameOrNull(rows, row, "parent_schema", "parent"),
					rows.isTrue(row, "has_default"), rows.required(row, "owner"), rows.isTrue(row, "may_alter"),
					Long.parseLong(rows.required(row, "bytes")), Long.parseLong(rows.required(row, "index_bytes")),
					Double.parseDouble(rows.required(row, "rows")), empty(rows, row),
					columns.getOrDefault(oid, List.of()), constraints.getOrDefault(oid, List.of()),
					indexes.getOrDefault(oid, List.of()), triggers.getOrDefault(oid, List.of()),
					dependents.getOrDefault(oid, List.of()), publications.getOrDefault(oid, List.of()),
					traffic(rows, row)));
		}
		return relations;
	}

	/** Where there is no page, there is no row. */
	private @Nullable Boolean empty(Rows rows, int row) {
		return (rows.isTrue(row, "empty")) ? Boolean.TRUE : this.empty.get(rows.required(row, "oid"));
	}

	private <T> Map<String, List<T>> grouped(FactsPart part, IntFunction<T> reader) {
		Rows rows = rows(part);
		Map<String, List<T>> grouped = new HashMap<>();
		for (int row = 0; row < rows.size(); row++) {
			grouped.computeIfAbsent(rows.required(row, "relation"), (relation) -> new ArrayList<>())
				.add(reader.apply(row));
		}
		return grouped;
	}

	private ColumnFacts column(int row) {
		Rows rows = rows(FactsPart.COLUMNS);
		String expression = rows.value(row, "expression");
		if (expression == null && rows.isTrue(row, "has_default")) {
			expression = "";
		}
		return new ColumnFacts(rows.required(row, "name"), rows.required(row, "type"),
				name(rows, row, "type_schema", "type_name"), Integer.parseInt(rows.required(row, "modifier")),
				rows.isTrue(row, "not_null"), expression,
				generation(rows.required(row, "identity") + rows.required(row, "generated")),
				nameOrNull(rows, row, "collation_schema", "collation"));
	}

	private ConstraintFacts constraint(int row) {
		Rows rows = rows(FactsPart.CONSTRAINTS);
		return new ConstraintFacts(rows.required(row, "name"), constraintKind(rows.required(row, "kind")),
				name(rows, row, "schema", "table"), NameArray.of(rows.value(row, "columns")),
				Objects.requireNonNullElse(rows.value(row, "definition"), ""), rows.isTrue(row, "validated"),
				rows.isTrue(row, "enforced"), nameOrNull(rows, row, "referenced_schema", "referenced"),
				NameArray.of(rows.value(row, "referenced_columns")), rows.value(row, "index"));
	}

	private IndexFacts index(int row) {
		Rows rows = rows(FactsPart.INDEXES);
		String predicate = rows.value(row, "predicate");
		if (predicate == null && rows.isTrue(row, "partial")) {
			predicate = "";
		}
		return new IndexFacts(rows.required(row, "schema"), rows.required(row, "name"), rows.isTrue(row, "unique"),
				rows.isTrue(row, "primary"), rows.isTrue(row, "valid"), rows.required(row, "method"),
				NameArray.withNulls(rows.value(row, "columns")), NameArray.of(rows.value(row, "included")), predicate,
				rows.value(row, "constraint"), Long.parseLong(rows.required(row, "bytes")),
				(this.standby) ? -1 : Long.parseLong(rows.required(row, "scans")));
	}

	private TriggerFacts trigger(int row) {
		Rows rows = rows(FactsPart.TRIGGERS);
		return new TriggerFacts(rows.required(row, "name"), name(rows, row, "function_schema", "function"),
				rows.isTrue(row, "enabled"), rows.isTrue(row, "before"), rows.isTrue(row, "each_row"),
				NameArray.of(rows.value(row, "columns")));
	}

	private DependentFacts dependent(int row) {
		Rows rows = rows(FactsPart.DEPENDENTS);
		List<String> parts = new ArrayList<>();
		for (String column : List.of("schema", "home", "name")) {
			String part = rows.value(row, column);
			if (part != null) {
				parts.add(part);
			}
		}
		return new DependentFacts(DependentFacts.Kind.valueOf(rows.required(row, "kind")), new ObjectName(parts),
				rows.value(row, "column"));
	}

	private @Nullable TrafficFacts traffic(Rows rows, int row) {
		String scans = rows.value(row, "scans");
		String writes = rows.value(row, "writes");
		if (this.standby || scans == null || writes == null) {
			return null;
		}
		return new TrafficFacts(Long.parseLong(scans),
				Long.parseLong(Objects.requireNonNullElse(rows.value(row, "index_scans"), "0")), Long.parseLong(writes),
				ServerTime.parse(rows.value(row, "last_read")));
	}

	private List<TypeFacts> types() {
		Rows rows = rows(FactsPart.TYPES);
		List<TypeFacts> types = new ArrayList<>(rows.size());
		for (int row = 0; row < rows.size(); row++) {
			types.add(new TypeFacts(rows.required(row, "schema"), rows.required(row, "name"),
					typeKind(rows.required(row, "kind")), NameArray.of(rows.value(row, "labels")),
					rows.isTrue(row, "constrained"), nameOrNull(rows, row, "base_schema", "base")));
		}
		return types;
	}

	private List<FunctionFacts> functions() {
		Rows rows = rows(FactsPart.ROUTINES);
		List<FunctionFacts> functions = new ArrayList<>(rows.size());
		for (int row = 0; row < rows.size(); row++) {
			functions.add(new FunctionFacts(rows.required(row, "schema"), rows.required(row, "name"),
					FunctionFacts.Volatility.valueOf(rows.required(row, "volatility"))));
		}
		return functions;
	}

	private static ObjectName name(Rows rows, int row, String schema, String name) {
		return ObjectName.of(rows.required(row, schema), rows.required(row, name));
	}

	private static @Nullable ObjectName nameOrNull(Rows rows, int row, String schema, String name) {
		return (rows.value(row, name) != null) ? name(rows, row, schema, name) : null;
	}

	/** See {@code relkind} in the manual's chapter about pg_class. */
	private static RelationFacts.Kind relationKind(String kind) {
		return switch (kind) {
			case "p" -> RelationFacts.Kind.PARTITIONED_TABLE;
			case "f" -> RelationFacts.Kind.FOREIGN_TABLE;
			case "v" -> RelationFacts.Kind.VIEW;
			case "m" -> RelationFacts.Kind.MATERIALIZED_VIEW;
			case "S" -> RelationFacts.Kind.SEQUENCE;
			default -> RelationFacts.Kind.TABLE;
		};
	}

	/** See {@code attidentity} and {@code attgenerated} in pg_attribute. */
	private static ColumnFacts.Generation generation(String code) {
		return switch (code) {
			case "a" -> ColumnFacts.Generation.IDENTITY_ALWAYS;
			case "d" -> ColumnFacts.Generation.IDENTITY_BY_DEFAULT;
			case "s" -> ColumnFacts.Generation.STORED;
			case "v" -> ColumnFacts.Generation.VIRTUAL;
			default -> ColumnFacts.Generation.NONE;
		};
	}

	/** See {@code contype} in pg_constraint. */
	private static ConstraintFacts.Kind constraintKind(String kind) {
		return switch (kind) {
			case "n" -> ConstraintFacts.Kind.NOT_NULL;
			case "u" -> ConstraintFacts.Kind.UNIQUE;
			case "p" -> ConstraintFacts.Kind.PRIMARY_KEY;
			case "f" -> ConstraintFacts.Kind.FOREIGN_KEY;
			case "x" -> ConstraintFacts.Kind.EXCLUSION;
			case "t" -> ConstraintFacts.Kind.TRIGGER;
			default -> ConstraintFacts.Kind.CHECK;
		};
	}

	/** See {@code typtype} in pg_type. */
	private static TypeFacts.Kind typeKind(String kind) {
		return switch (kind) {
			case "e" -> TypeFacts.Kind.ENUM;
			case "d" -> TypeFacts.Kind.DOMAIN;
			case "c" -> TypeFacts.Kind.COMPOSITE;
			case "r" -> TypeFacts.Kind.RANGE;
			default -> TypeFacts.Kind.BASE;
		};
	}

}
