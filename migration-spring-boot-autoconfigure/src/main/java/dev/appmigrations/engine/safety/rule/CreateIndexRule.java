package dev.appmigrations.engine.safety.rule;

import java.util.Objects;
import java.util.function.Consumer;

import dev.appmigrations.engine.ddl.CreateIndex;
import dev.appmigrations.engine.safety.state.TableState;

/**
 * {@code CREATE INDEX} without {@code CONCURRENTLY}.
 */
record CreateIndexRule() implements Rule {

	@Override
	public String id() {
		return "create-index-non-concurrent";
	}

	@Override
	public Harm harm() {
		return Harm.WRITES_BLOCKED;
	}

	@Override
	public String explanation() {
		return """
				Nobody can write to the table while the index is built. CONCURRENTLY takes longer, and
				lets everybody work.""";
	}

	@Override
	public Example example() {
		return Example.of("""
				CREATE TABLE orders (id bigint PRIMARY KEY, total numeric);
				INSERT INTO orders VALUES (1, 10);
				""", """
				CREATE INDEX orders_by_total ON orders (total);
				""", """
				CREATE INDEX CONCURRENTLY orders_by_total ON orders (total);
				""", Example.Proof.build("SHARE", "orders"));
	}

	@Override
	public void check(StatementSite site, Consumer<Hazard> hazards) {
		if (!(site.statement() instanceof CreateIndex index) || index.concurrently()) {
			return;
		}
		TableState table = site.table(index.table());
		if (index.only() && (table.isPartitioned() || !table.isComplete())) {
			return;
		}
		if (index.ifNotExists() && index.name() != null && table.index(index.name()) != null) {
			return;
		}
		String name = Names.sql(index.table());
		Hazard hazard = Hazard.of(null, table, Effect.INDEX_BUILD,
				"Nobody can write to " + name + " while the index is built",
				(table.isPartitioned()) ? Indexes.onPartitions(name,
						index.elements()
							.stream()
							.map((element) -> Objects.requireNonNullElse(element.column(), "…"))
							.toList(),
						(index.name() != null) ? Names.sql(index.name()) : Names.join(table.name().name(), "idx"),
						index.unique()) : Indexes.concurrently(site.text()));
		hazards.accept((isPlain(index)) ? hazard.writtenBy("add-index", name, Names.list(
				index.elements().stream().map((element) -> Objects.requireNonNullElse(element.column(), "")).toList()))
				: hazard);
	}

	private static boolean isPlain(CreateIndex index) {
		return !index.unique() && index.method() == null && index.included().isEmpty() && index.predicate() == null
				&& index.elements()
					.stream()
					.allMatch((element) -> element.column() != null && element.collation() == null
							&& element.operatorClass() == null && !element.descending());
	}

}
