package dev.appmigrations.engine.safety.facts;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.safety.facts.FactsRequest.Depth;
import dev.appmigrations.engine.sql.ObjectName;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

class FactsReaderTests {

	@FreshDatabase
	private static TestDatabase database;

	private static final int MAJOR = FactsSchema.MAJOR;

	@BeforeAll
	static void createSchema() {
		FactsSchema.createIn(database);
	}

	private static FactsReading read(FactsRequest request) throws SQLException {
		return FactsSchema.read(database, "postgres", request);
	}

	private static SchemaFacts everything() throws SQLException {
		return known(FactsRequest.ofEverything(List.of(), Duration.ofSeconds(30)));
	}

	private static SchemaFacts named(ObjectName... names) throws SQLException {
		return known(FactsRequest.of(List.of(names), List.of(), null).with(Duration.ofSeconds(30), Depth.CATALOGUE));
	}

	private static SchemaFacts known(FactsRequest request) throws SQLException {
		FactsReading reading = read(request);
		assertThat(reading.reason()).isNull();
		return Objects.requireNonNull(reading.facts());
	}

	private static RelationFacts relation(SchemaFacts facts, String schema, String name) {
		return facts.relations()
			.stream()
			.filter((relation) -> relation.schema().equals(schema) && relation.name().equals(name))
			.findFirst()
			.orElseThrow();
	}

	private static ColumnFacts column(RelationFacts relation, String name) {
		return relation.columns().stream().filter((column) -> column.name().equals(name)).findFirst().orElseThrow();
	}

	private static ConstraintFacts constraint(RelationFacts relation, String name) {
		return relation.constraints()
			.stream()
			.filter((constraint) -> constraint.name().equals(name))
			.findFirst()
			.orElseThrow();
	}

	private static IndexFacts index(RelationFacts relation, String name) {
		return relation.indexes().stream().filter((index) -> index.name().equals(name)).findFirst().orElseThrow();
	}

	private static List<String> names(SchemaFacts facts) {
		return facts.relations().stream().map((relation) -> relation.schema() + "." + relation.name()).toList();
	}

	@Test
	void readWhenTableIsLockedExclusivelyTellsTheRest() throws Exception {
		try (Connection holder = database.dataSource().getConnection();
				Statement statement = holder.createStatement()) {
			holder.setAutoCommit(false);
			statement.execute("LOCK TABLE shop.customer");
			FactsReading reading = read(FactsRequest.of(List.of(ObjectName.of("shop", "orders")), List.of(), null));
			assertThat(reading.reason()).contains("locked exclusively");
			SchemaFacts facts = Objects.requireNonNull(reading.facts());
			RelationFacts customer = relation(facts, "shop", "customer");
			assertThat(customer.bytes()).isEqualTo(-1);
			assertThat(customer.indexBytes()).isEqualTo(-1);
			assertThat(customer.rows()).isEqualTo(1000);
			assertThat(column(customer, "no").defaultValue()).isEmpty();
			assertThat(constraint(customer, "late")).extracting(ConstraintFacts::definition, ConstraintFacts::validated)
				.containsExactly("", false);
			RelationFacts orders = relation(facts, "shop", "orders");
			assertThat(orders.indexBytes()).isPositive();
			assertThat(column(orders, "id").defaultValue()).startsWith("nextval(");
		}
	}

	@Nested
	class Names {

		@Test
		void readWhenNameIsUnqualifiedFollowsTheSearchPath() throws Exception {
			assertThat(names(named(ObjectName.of("customer")))).containsExactly("public.customer");
		}

		@Test
		void readWhenSchemaIsSetLooksThereFirst() throws Exception {
			FactsRequest request = FactsRequest.of(List.of(ObjectName.of("customer")), List.of(), "shop");
			SchemaFacts facts = known(request);
			assertThat(names(facts)).contains("shop.customer").doesNotContain("public.customer");
			assertThat(facts.searchPath()).containsExactly("pg_catalog", "shop", "public");
			assertThat(facts.complete()).isFalse();
			assertThat(facts.askedFor()).containsExactly(ObjectName.of("customer"));
		}

		@Test
		void readWhenNothingHasTheNameIsEmpty() throws Exception {
			SchemaFacts facts = named(ObjectName.of("nothing"), ObjectName.of("no_schema", "nothing"),
					ObjectName.of("x".repeat(100)), ObjectName.of("it's \\ \"odd\"; --"));
			assertThat(facts.relations()).isEmpty();
			assertThat(facts.types()).isEmpty();
		}

		@Test
		void readWhenNamesNeedQuotesFindsThem() throws Exception {
			RelationFacts odd = relation(named(ObjectName.of("Odd\" Schema", "It's, a {table}")), "Odd\" Schema",
					"It's, a {table}");
			assertThat(odd.columns()).extracting(ColumnFacts::name).containsExactly("Col \"x\", {y}", "back\\slash");
			assertThat(column(odd, "back\\slash").collation()).isEqualTo(ObjectName.of("pg_catalog", "C"));
			assertThat(odd.constraints()).filteredOn((each) -> each.kind() == ConstraintFacts.Kind.UNIQUE)
				.singleElement()
				.satisfies((unique) -> assertThat(unique.columns()).containsExactly("Col \"x\", {y}"));
		}

		@Test
		void readWhenNameIsOfAnIndexBringsItsTable() throws Exception {
			assertThat(names(named(ObjectName.of("shop", "lower_email")))).contains("shop.customer");
		}

		@Test
		void readWhenNameIsOfATypeBringsTheTypeAndTheTablesThatUseIt() throws Exception {
			SchemaFacts facts = named(ObjectName.of("shop", "positive"));
			assertThat(names(facts)).contains("shop.customer");
			assertThat(facts.types()).extracting(TypeFacts::name).contains("positive", "tiny");
		}

		@Test
		void readWhenNameIsOfASequenceOrViewFindsIt() throws Exception {
			SchemaFacts facts = named(ObjectName.of("shop", "orders_id_seq"), ObjectName.of("shop", "v1"),
					ObjectName.of("shop", "m3"));
			assertThat(facts.relations()).extracting(RelationFacts::name, RelationFacts::kind)
				.contains(tuple("orders_id_seq", RelationFacts.Kind.SEQUENCE), tuple("v1", RelationFacts.Kind.VIEW),
						tuple("m3", RelationFacts.Kind.MATERIALIZED_VIEW));
		}

		@Test
		void readWhenTableHasForeignKeysBringsBothEnds() throws Exception {
			assertThat(names(named(ObjectName.of("shop", "orders")))).contains("shop.customer");
			assertThat(names(named(ObjectName.of("shop", "customer")))).contains("shop.orders", "shop.event");
		}

		@Test
		void readWhenTableIsAPartitionBringsItsAncestorsAndPartitions() throws Exception {
			assertThat(names(named(ObjectName.of("shop", "event_2025")))).contains("shop.event", "shop.event_2025_1",
					"shop.event_2025_x");
		}

		@Test
		void readWhenTableIsTemporaryFindsItFirst() throws Exception {
			try (Session session = Session.open(database.dataSource(), (notice) -> {
			})) {
				session.query(List.of("CREATE TEMP TABLE \"pg_temp\".\"customer\" (only_here integer)")).orThrow();
				for (ObjectName name : List.of(ObjectName.of("customer"), ObjectName.of("pg_temp", "customer"))) {
					FactsReading reading = new FactsReader().read(session,
							FactsRequest.of(List.of(name), List.of(), "shop"));
					assertThat(Objects.requireNonNull(reading.facts()).relations()).singleElement()
						.satisfies((table) -> assertThat(table.columns()).singleElement()
							.satisfies((column) -> assertThat(column.name()).isEqualTo("only_here")));
				}
			}
		}

		@Test
		void readWhenFunctionsAreAskedForTellsTheLeastStableOverload() throws Exception {
			FactsRequest request = FactsRequest.of(List.of(), List.of(ObjectName.of("fixed"), ObjectName.of("next_no"),
					ObjectName.of("now"), ObjectName.of("pg_catalog", "random"), ObjectName.of("nothing")), "shop");
			assertThat(known(request).functions()).extracting(FunctionFacts::name, FunctionFacts::volatility)
				.containsExactlyInAnyOrder(tuple("fixed", FunctionFacts.Volatility.STABLE),
						tuple("next_no", FunctionFacts.Volatility.VOLATILE),
						tuple("now", FunctionFacts.Volatility.STABLE),
						tuple("random", FunctionFacts.Volatility.VOLATILE));
		}

	}

	@Nested
	class Everything {

		@Test
		void readWhenEverythingIsWantedLeavesTheServersOwnOut() throws Exception {
			SchemaFacts facts = everything();
			assertThat(facts.complete()).isTrue();
			assertThat(names(facts)).contains("public.customer", "shop.customer", "Odd\" Schema.It's, a {table}")
				.noneMatch((name) -> name.startsWith("pg_") || name.startsWith("information_schema"));
			assertThat(facts.serverVersion() / 10000).isEqualTo(MAJOR);
			assertThat(facts.standby()).isFalse();
			assertThat(facts.functions()).extracting(FunctionFacts::name).contains("fixed", "next_no");
		}

		@Test
		void readWhenSchemasAreChosenReadsThem() throws Exception {
			SchemaFacts facts = known(FactsRequest.ofEverything(List.of("public"), Duration.ofSeconds(30)));
			assertThat(names(facts)).containsExactly("public.customer");
			assertThat(facts.complete()).isFalse();
		}

		@Test
		void readTellsColumns() throws Exception {
			RelationFacts customer = relation(everything(), "shop", "customer");
			ColumnFacts email = column(customer, "email");
			assertThat(email.type()).isEqualTo("character varying(40)");
			assertThat(email.typeName()).isEqualTo(ObjectName.of("pg_catalog", "varchar"));
			assertThat(email.modifier()).isEqualTo(44);
			assertThat(email.notNull()).isTrue();
			assertThat(email.collation()).isEqualTo(ObjectName.of("pg_catalog", "default"));
			assertThat(column(customer, "id").generation()).isEqualTo(ColumnFacts.Generation.IDENTITY_ALWAYS);
			assertThat(column(customer, "twice").generation()).isEqualTo(ColumnFacts.Generation.STORED);
			assertThat(column(customer, "no").defaultValue()).isEqualTo("shop.next_no()");
			assertThat(column(customer, "feeling").defaultValue()).isEqualTo("'sad'::shop.mood");
			assertThat(column(customer, "a").defaultValue()).isNull();
			if (MAJOR >= 18) {
				assertThat(column(relation(everything(), "shop", "orders"), "v").generation())
					.isEqualTo(ColumnFacts.Generation.VIRTUAL);
			}
		}

		@Test
		void readTellsConstraints() throws Exception {
			SchemaFacts facts = everything();
			RelationFacts customer = relation(facts, "shop", "customer");
			assertThat(constraint(customer, "late").validated()).isFalse();
			assertThat(constraint(customer, "Has dot").columns()).containsExactly("email");
			assertThat(constraint(customer, "customer_b_key").definition()).contains("DEFERRABLE INITIALLY DEFERRED");
			ConstraintFacts composite = constraint(customer, "orders_b_a_fkey");
			assertThat(composite.table()).isEqualTo(ObjectName.of("shop", "orders"));
			assertThat(composite.columns()).containsExactly("b", "a");
			assertThat(composite.referenced()).isEqualTo(ObjectName.of("shop", "customer"));
			assertThat(composite.referencedColumns()).containsExactly("b", "a");
			assertThat(composite.index()).isEqualTo("customer_a_b_key");
			assertThat(relation(facts, "public", "customer").constraints())
				.filteredOn((each) -> each.kind() == ConstraintFacts.Kind.FOREIGN_KEY)
				.hasSize(1);
			assertThat(relation(facts, "shop", "ref_event").constraints())
				.filteredOn((each) -> each.kind() == ConstraintFacts.Kind.FOREIGN_KEY)
				.hasSize(1);
			if (MAJOR >= 18) {
				RelationFacts base = relation(facts, "shop", "base");
				assertThat(constraint(base, "nn")).extracting(ConstraintFacts::kind, ConstraintFacts::validated)
					.containsExactly(ConstraintFacts.Kind.NOT_NULL, false);
				assertThat(constraint(base, "lax").enforced()).isFalse();
				assertThat(column(base, "x").notNull()).isTrue();
			}
		}

		@Test
		void readTellsIndexes() throws Exception {
			RelationFacts customer = relation(everything(), "shop", "customer");
			IndexFacts lower = index(customer, "lower_email");
			assertThat(lower.columns()).containsExactly(null, "a");
			assertThat(lower.included()).containsExactly("b");
			assertThat(lower.predicate()).isEqualTo("(a IS NOT NULL)");
			assertThat(lower.bytes()).isPositive();
			assertThat(lower.valid()).isTrue();
			assertThat(index(customer, "customer_pkey").constraint()).isEqualTo("customer_pkey");
			assertThat(index(customer, "customer_no")).extracting(IndexFacts::unique, IndexFacts::constraint)
				.containsExactly(true, null);
		}

		@Test
		void readTellsPartitions() throws Exception {
			SchemaFacts facts = everything();
			RelationFacts event = relation(facts, "shop", "event");
			assertThat(event.kind()).isEqualTo(RelationFacts.Kind.PARTITIONED_TABLE);
			assertThat(event.hasDefaultPartition()).isTrue();
			assertThat(event.rows()).isZero();
			assertThat(event.indexBytes()).isEqualTo(6 * 8192);
			assertThat(index(event, "event_at").bytes()).isEqualTo(3 * 8192);
			assertThat(relation(facts, "shop", "event_2025_x").partitionOf())
				.isEqualTo(ObjectName.of("shop", "event_2025"));
			assertThat(relation(facts, "shop", "child").partitionOf()).isNull();
		}

		@Test
		void readTellsSizesAndWhetherTablesAreEmpty() throws Exception {
			SchemaFacts facts = everything();
			RelationFacts customer = relation(facts, "shop", "customer");
			assertThat(customer.rows()).isEqualTo(1000);
			assertThat(customer.bytes()).isGreaterThan(8192 * 5);
			assertThat(customer.empty()).isFalse();
			assertThat(relation(facts, "shop", "event").empty()).isTrue();
			assertThat(relation(facts, "shop", "v1").empty()).isNull();
			assertThat(Objects.requireNonNull(customer.traffic()).sequentialScans()).isNotNegative();
			assertThat(relation(named(ObjectName.of("shop", "customer")), "shop", "customer"))
				.extracting(RelationFacts::empty, RelationFacts::traffic)
				.containsExactly(null, null);
		}

		@Test
		void readTellsDependentsAndTheirDependents() throws Exception {
			SchemaFacts facts = everything();
			assertThat(relation(facts, "shop", "customer").dependents())
				.extracting(DependentFacts::kind, (dependent) -> dependent.name().toString(), DependentFacts::column)
				.contains(tuple(DependentFacts.Kind.VIEW, "shop.v1", "email"),
						tuple(DependentFacts.Kind.VIEW, "shop.v2", "email"),
						tuple(DependentFacts.Kind.MATERIALIZED_VIEW, "shop.m3", "email"),
						tuple(DependentFacts.Kind.VIEW, "shop.whole", null),
						tuple(DependentFacts.Kind.GENERATED_COLUMN, "shop.customer.twice", "level"));
			assertThat(relation(facts, "shop", "orders").dependents())
				.extracting(DependentFacts::kind, (dependent) -> dependent.name().toString(), DependentFacts::column)
				.contains(tuple(DependentFacts.Kind.RULE, "shop.orders.log_update", "a"),
						tuple(DependentFacts.Kind.POLICY, "shop.orders.mine", "b"),
						tuple(DependentFacts.Kind.TRIGGER, "shop.orders.t_of", "b"),
						tuple(DependentFacts.Kind.FUNCTION, "shop.newest", "at"),
						tuple(DependentFacts.Kind.VIEW, "shop.by_function", "at"),
						tuple(DependentFacts.Kind.STATISTICS, "shop.st", "a"),
						tuple(DependentFacts.Kind.OTHER, "shop.orders_id_seq", "id"));
			assertThat(relation(facts, "shop", "v1").dependents())
				.noneMatch((dependent) -> dependent.name().equals(ObjectName.of("shop", "v1")));
		}

		@Test
		void readTellsWhatIsHalfDone() throws Exception {
			RelationFacts quick = relation(everything(), "shop", "quick");
			assertThat(index(quick, "quick_half").valid()).isFalse();
			assertThat(constraint(quick, "quick_late")).extracting(ConstraintFacts::kind, ConstraintFacts::validated)
				.containsExactly(ConstraintFacts.Kind.FOREIGN_KEY, false);
		}

		@Test
		void readTellsRareKindsOfConstraints() throws Exception {
			RelationFacts quick = relation(everything(), "shop", "quick");
			assertThat(quick.constraints()).extracting(ConstraintFacts::name, ConstraintFacts::kind)
				.contains(tuple("checked", ConstraintFacts.Kind.TRIGGER),
						tuple("quick_during_excl", ConstraintFacts.Kind.EXCLUSION));
			assertThat(index(quick, "quick_during_excl")).extracting(IndexFacts::method, IndexFacts::constraint)
				.containsExactly("gist", "quick_during_excl");
			assertThat(quick.triggers()).extracting(TriggerFacts::name, TriggerFacts::before)
				.containsExactly(tuple("checked", false));
			assertThat(column(quick, "id").generation()).isEqualTo(ColumnFacts.Generation.IDENTITY_BY_DEFAULT);
			assertThat(quick.publications()).as("of an unlogged table").doesNotContain("everything");
		}

		@Test
		void readTellsPublicationsThatNameAColumn() throws Exception {
			if (MAJOR >= 15) {
				assertThat(relation(everything(), "shop", "orders").dependents()).contains(
						new DependentFacts(DependentFacts.Kind.PUBLICATION, ObjectName.of("listed"), "id"),
						new DependentFacts(DependentFacts.Kind.PUBLICATION, ObjectName.of("listed"), "a"));
			}
		}

		@Test
		void readTellsTriggers() throws Exception {
			assertThat(relation(everything(), "shop", "orders").triggers()).containsExactly(
					new TriggerFacts("t_of", ObjectName.of("shop", "trig"), true, true, true, List.of("a", "b")),
					new TriggerFacts("t_off", ObjectName.of("shop", "trig"), false, false, false, List.of()));
		}

		@Test
		void readTellsPublications() throws Exception {
			SchemaFacts facts = everything();
			assertThat(relation(facts, "shop", "event_2025_1").publications()).contains("everything", "one");
			assertThat(relation(facts, "public", "customer").publications()).containsExactly("everything");
			assertThat(relation(facts, "shop", "v1").publications()).isEmpty();
			if (MAJOR >= 15) {
				assertThat(relation(facts, "shop", "orders").publications()).containsExactly("everything", "listed",
						"of_schema");
			}
		}

		@Test
		void readTellsTypes() throws Exception {
			List<TypeFacts> types = everything().types();
			assertThat(types).contains(
					new TypeFacts("shop", "mood", TypeFacts.Kind.ENUM, List.of("sad", "it's ok", "a,\"b\""), false,
							null),
					new TypeFacts("shop", "tiny", TypeFacts.Kind.DOMAIN, List.of(), true,
							ObjectName.of("shop", "positive")),
					new TypeFacts("shop", "required", TypeFacts.Kind.DOMAIN, List.of(), true,
							ObjectName.of("pg_catalog", "text")),
					new TypeFacts("shop", "plain", TypeFacts.Kind.DOMAIN, List.of(), false,
							ObjectName.of("pg_catalog", "text")),
					new TypeFacts("shop", "pair", TypeFacts.Kind.COMPOSITE, List.of(), false, null),
					new TypeFacts("shop", "span", TypeFacts.Kind.RANGE, List.of(), false, null));
			assertThat(types).extracting(TypeFacts::name).doesNotContain("customer", "_mood");
		}

	}

}
