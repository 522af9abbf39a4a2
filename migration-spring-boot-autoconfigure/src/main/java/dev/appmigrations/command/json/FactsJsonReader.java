package dev.appmigrations.command.json;

import java.time.Instant;

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

/**
 * Reads what {@link FactsJson} writes.
 */
final class FactsJsonReader {

	private static final String NO_TIME = "is not a time such as 2026-01-31T12:00:00Z";

	private FactsJsonReader() {
	}

	static SchemaFacts read(String text) {
		JsonMembers facts = JsonMembers.parse(text);
		int format = facts.integer("format");
		if (format > FactsJson.FORMAT) {
			throw facts.wrong("format",
					"is " + format + ", of a later release; this one reads up to format " + FactsJson.FORMAT);
		}
		if (format < 1) {
			throw facts.wrong("format", "is " + format + ", which does not exist");
		}
		Instant readAt = facts.parsed("readAt", NO_TIME, Instant::parse);
		if (readAt == null) {
			throw facts.wrong("readAt", "is missing");
		}
		return new SchemaFacts(readAt, facts.integer("serverVersion"), facts.string("database"),
				facts.isTrue("standby"), facts.strings("searchPath"), facts.isTrue("complete"),
				facts.objectNames("askedFor"), facts.objects("relations", FactsJsonReader::relation),
				facts.objects("types", FactsJsonReader::type), facts.objects("functions", FactsJsonReader::function));
	}

	private static RelationFacts relation(JsonMembers relation) {
		return new RelationFacts(relation.string("schema"), relation.string("name"),
				relation.constant("kind", RelationFacts.Kind.class), relation.objectNameOrNull("partitionOf"),
				relation.isTrue("hasDefaultPartition"), relation.string("owner"), relation.isTrue("mayAlter"),
				relation.size("bytes"), relation.size("indexBytes"), relation.number("rows"),
				relation.isTrueOrNull("empty"), relation.objects("columns", FactsJsonReader::column),
				relation.objects("constraints", FactsJsonReader::constraint),
				relation.objects("indexes", FactsJsonReader::index),
				relation.objects("triggers", FactsJsonReader::trigger),
				relation.objects("dependents", FactsJsonReader::dependent), relation.strings("publications"),
				relation.objectOrNull("traffic", FactsJsonReader::traffic));
	}

	private static ColumnFacts column(JsonMembers column) {
		return new ColumnFacts(column.string("name"), column.string("type"), column.objectName("typeName"),
				(int) column.size("modifier"), column.isTrue("notNull"), column.stringOrNull("default"),
				column.constant("generation", ColumnFacts.Generation.class), column.objectNameOrNull("collation"));
	}

	private static ConstraintFacts constraint(JsonMembers constraint) {
		return new ConstraintFacts(constraint.string("name"), constraint.constant("kind", ConstraintFacts.Kind.class),
				constraint.objectName("table"), constraint.strings("columns"), constraint.string("definition"),
				constraint.isTrue("validated"), constraint.isTrue("enforced"),
				constraint.objectNameOrNull("referenced"), constraint.strings("referencedColumns"),
				constraint.stringOrNull("index"));
	}

	private static IndexFacts index(JsonMembers index) {
		return new IndexFacts(index.string("schema"), index.string("name"), index.isTrue("unique"),
				index.isTrue("primary"), index.isTrue("valid"), index.string("method"), index.stringsOrNulls("columns"),
				index.strings("included"), index.stringOrNull("predicate"), index.stringOrNull("constraint"),
				index.size("bytes"), index.size("scans"));
	}

	private static TriggerFacts trigger(JsonMembers trigger) {
		return new TriggerFacts(trigger.string("name"), trigger.objectName("function"), trigger.isTrue("enabled"),
				trigger.isTrue("before"), trigger.isTrue("forEachRow"), trigger.strings("columns"));
	}

	private static DependentFacts dependent(JsonMembers dependent) {
		return new DependentFacts(dependent.constant("kind", DependentFacts.Kind.class), dependent.objectName("name"),
				dependent.stringOrNull("column"));
	}

	private static TrafficFacts traffic(JsonMembers traffic) {
		return new TrafficFacts(traffic.size("sequentialScans"), traffic.size("indexScans"), traffic.size("writes"),
				traffic.parsed("lastRead", NO_TIME, Instant::parse));
	}

	private static TypeFacts type(JsonMembers type) {
		return new TypeFacts(type.string("schema"), type.string("name"), type.constant("kind", TypeFacts.Kind.class),
				type.strings("labels"), type.isTrue("constrained"), type.objectNameOrNull("baseType"));
	}

	private static FunctionFacts function(JsonMembers function) {
		return new FunctionFacts(function.string("schema"), function.string("name"),
				function.constant("volatility", FunctionFacts.Volatility.class));
	}

}
