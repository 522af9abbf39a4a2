package dev.appmigrations.command.json;

import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

import dev.appmigrations.engine.safety.facts.ColumnFacts;
import dev.appmigrations.engine.safety.facts.ConstraintFacts;
import dev.appmigrations.engine.safety.facts.DependentFacts;
import dev.appmigrations.engine.safety.facts.FunctionFacts;
import dev.appmigrations.engine.safety.facts.IndexFacts;
import dev.appmigrations.engine.safety.facts.RelationFacts;
import dev.appmigrations.engine.safety.facts.SchemaFacts;
import dev.appmigrations.engine.safety.facts.TrafficFacts;
import dev.appmigrations.engine.safety.facts.TriggerFacts;
import dev.appmigrations.engine.safety.facts.TypeFacts;
import dev.appmigrations.engine.sql.ObjectName;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.json.JsonWriter;

/**
 * Facts about a database as JSON, with a line for each relation, type and function, so
 * that two files can be compared. A name of the database is an array of its parts. What
 * is unknown or not there is left out, as are empty arrays.
 */
public final class FactsJson {

	/** The number of the format. It rises if a reader of an older release would err. */
	static final int FORMAT = 1;

	private static final JsonWriter<RelationFacts> RELATION = JsonWriter.of(FactsJson::relation);

	private static final JsonWriter<TypeFacts> TYPE = JsonWriter.of(FactsJson::type);

	private static final JsonWriter<FunctionFacts> FUNCTION = JsonWriter.of(FactsJson::function);

	private static final JsonWriter<SchemaFacts> HEADER = JsonWriter.of(FactsJson::header);

	private FactsJson() {
	}

	/**
	 * Writes facts.
	 * @param facts the facts
	 * @param out receives the text, which is to be encoded in UTF-8
	 * @throws IOException if it cannot be written
	 */
	public static void write(SchemaFacts facts, Appendable out) throws IOException {
		String header = HEADER.writeToString(facts);
		out.append(header, 0, header.length() - 1);
		array("relations", facts.relations(), RELATION, out);
		array("types", facts.types(), TYPE, out);
		array("functions", facts.functions(), FUNCTION, out);
		out.append("\n}\n");
	}

	/**
	 * Reads facts.
	 * @param text what {@link #write} has written, possibly edited
	 * @return the facts
	 * @throws FactsFileException with the place, if it is something else, or written by a
	 * later release
	 */
	public static SchemaFacts read(String text) {
		return FactsJsonReader.read(text);
	}

	private static <T> void array(String name, List<T> values, JsonWriter<T> writer, Appendable out)
			throws IOException {
		out.append(",\n\"").append(name).append("\":[");
		String separator = "\n";
		for (T value : values) {
			out.append(separator);
			writer.write(value, out);
			separator = ",\n";
		}
		out.append(']');
	}

	private static void header(JsonWriter.Members<SchemaFacts> facts) {
		facts.add("format", FORMAT);
		facts.add("readAt", (value) -> value.readAt().toString());
		facts.add("serverVersion", SchemaFacts::serverVersion);
		facts.add("database", SchemaFacts::database);
		facts.add("standby", SchemaFacts::standby);
		facts.add("searchPath", SchemaFacts::searchPath);
		facts.add("complete", SchemaFacts::complete);
		facts.add("askedFor", (value) -> value.askedFor().stream().map(ObjectName::parts).toList()).whenNotEmpty();
	}

	private static void relation(JsonWriter.Members<RelationFacts> relation) {
		relation.add("schema", RelationFacts::schema);
		relation.add("name", RelationFacts::name);
		relation.add("kind", (value) -> value.kind().name());
		relation.add("partitionOf", (value) -> parts(value.partitionOf())).whenNotNull();
		relation.add("hasDefaultPartition", RelationFacts::hasDefaultPartition);
		relation.add("owner", RelationFacts::owner);
		relation.add("mayAlter", RelationFacts::mayAlter);
		relation.add("bytes", RelationFacts::bytes).when((bytes) -> bytes >= 0);
		relation.add("indexBytes", RelationFacts::indexBytes).when((bytes) -> bytes >= 0);
		relation.add("rows", RelationFacts::rows).when((rows) -> rows >= 0);
		relation.add("empty", RelationFacts::empty).whenNotNull();
		array(relation, "columns", RelationFacts::columns, FactsJson::column);
		array(relation, "constraints", RelationFacts::constraints, FactsJson::constraint);
		array(relation, "indexes", RelationFacts::indexes, FactsJson::index);
		array(relation, "triggers", RelationFacts::triggers, FactsJson::trigger);
		array(relation, "dependents", RelationFacts::dependents, FactsJson::dependent);
		relation.add("publications", RelationFacts::publications).whenNotEmpty();
		relation.add("traffic", (value) -> {
			TrafficFacts traffic = value.traffic();
			return (traffic != null) ? JsonWriter.of(FactsJson::traffic).write(traffic) : null;
		}).whenNotNull();
	}

	private static <T, E> void array(JsonWriter.Members<T> members, String name, Function<T, List<E>> list,
			Consumer<JsonWriter.Members<E>> element) {
		members.add(name, (value) -> ReportJson.array(list.apply(value), element)).whenNotEmpty();
	}

	private static void column(JsonWriter.Members<ColumnFacts> column) {
		column.add("name", ColumnFacts::name);
		column.add("type", ColumnFacts::type);
		column.add("typeName", (value) -> parts(value.typeName()));
		column.add("modifier", ColumnFacts::modifier).when((modifier) -> modifier != -1);
		column.add("notNull", ColumnFacts::notNull);
		column.add("default", ColumnFacts::defaultValue).whenNotNull();
		column.add("generation", (value) -> value.generation().name());
		column.add("collation", (value) -> parts(value.collation())).whenNotNull();
	}

	private static void constraint(JsonWriter.Members<ConstraintFacts> constraint) {
		constraint.add("name", ConstraintFacts::name);
		constraint.add("kind", (value) -> value.kind().name());
		constraint.add("table", (value) -> parts(value.table()));
		constraint.add("columns", ConstraintFacts::columns).whenNotEmpty();
		constraint.add("definition", ConstraintFacts::definition);
		constraint.add("validated", ConstraintFacts::validated);
		constraint.add("enforced", ConstraintFacts::enforced);
		constraint.add("referenced", (value) -> parts(value.referenced())).whenNotNull();
		constraint.add("referencedColumns", ConstraintFacts::referencedColumns).whenNotEmpty();
		constraint.add("index", ConstraintFacts::index).whenNotNull();
	}

	private static void index(JsonWriter.Members<IndexFacts> index) {
		index.add("schema", IndexFacts::schema);
		index.add("name", IndexFacts::name);
		index.add("unique", IndexFacts::unique);
		index.add("primary", IndexFacts::primary);
		index.add("valid", IndexFacts::valid);
		index.add("method", IndexFacts::method);
		index.add("columns", IndexFacts::columns).whenNotEmpty();
		index.add("included", IndexFacts::included).whenNotEmpty();
		index.add("predicate", IndexFacts::predicate).whenNotNull();
		index.add("constraint", IndexFacts::constraint).whenNotNull();
		index.add("bytes", IndexFacts::bytes).when((bytes) -> bytes >= 0);
		index.add("scans", IndexFacts::scans).when((scans) -> scans >= 0);
	}

	private static void trigger(JsonWriter.Members<TriggerFacts> trigger) {
		trigger.add("name", TriggerFacts::name);
		trigger.add("function", (value) -> parts(value.function()));
		trigger.add("enabled", TriggerFacts::enabled);
		trigger.add("before", TriggerFacts::before);
		trigger.add("forEachRow", TriggerFacts::forEachRow);
		trigger.add("columns", TriggerFacts::columns).whenNotEmpty();
	}

	private static void dependent(JsonWriter.Members<DependentFacts> dependent) {
		dependent.add("kind", (value) -> value.kind().name());
		dependent.add("name", (value) -> parts(value.name()));
		dependent.add("column", DependentFacts::column).whenNotNull();
	}

	private static void traffic(JsonWriter.Members<TrafficFacts> traffic) {
		traffic.add("sequentialScans", TrafficFacts::sequentialScans);
		traffic.add("indexScans", TrafficFacts::indexScans);
		traffic.add("writes", TrafficFacts::writes);
		traffic.add("lastRead", TrafficFacts::lastRead).whenNotNull().as((time) -> time.toString());
	}

	private static void type(JsonWriter.Members<TypeFacts> type) {
		type.add("schema", TypeFacts::schema);
		type.add("name", TypeFacts::name);
		type.add("kind", (value) -> value.kind().name());
		type.add("labels", TypeFacts::labels).whenNotEmpty();
		type.add("constrained", TypeFacts::constrained);
		type.add("baseType", (value) -> parts(value.baseType())).whenNotNull();
	}

	private static void function(JsonWriter.Members<FunctionFacts> function) {
		function.add("schema", FunctionFacts::schema);
		function.add("name", FunctionFacts::name);
		function.add("volatility", (value) -> value.volatility().name());
	}

	private static @Nullable List<String> parts(@Nullable ObjectName name) {
		return (name != null) ? name.parts() : null;
	}

}
