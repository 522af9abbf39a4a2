package dev.appmigrations.engine.safety.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import dev.appmigrations.engine.migration.BackfillSpec;
import dev.appmigrations.engine.safety.facts.ConstraintFacts;
import dev.appmigrations.engine.safety.facts.RelationFacts;
import dev.appmigrations.engine.safety.state.ConstraintState;
import dev.appmigrations.engine.safety.state.IndexState;
import dev.appmigrations.engine.safety.state.TableState;
import dev.appmigrations.engine.sql.RangeTokens;
import dev.appmigrations.engine.sql.RangeTokens.Form;
import org.jspecify.annotations.Nullable;

/**
 * A backfill names a table or a key that it cannot walk, or a statement changes more rows
 * than those of its batch.
 */
record InvalidBackfillRule() implements Rule {

	@Override
	public String id() {
		return "backfill-directive-invalid";
	}

	@Override
	public Harm harm() {
		return Harm.FAILS;
	}

	@Override
	public String explanation() {
		return """
				A backfill walks its table by a key whose values are unique and never NULL, along an index
				of exactly these columns. Without it each batch would read the whole table, or leave rows
				out. Such a backfill is refused before its first batch, as is one whose statements do not
				have the range of the batch.""";
	}

	@Override
	public Example example() {
		return Example.of("""
				CREATE TABLE users (id bigint PRIMARY KEY, email text, name text, full_name text);
				INSERT INTO users VALUES (1, 'a@example.org', 'a', NULL);
				""", """
				-- migrate:backfill table=users key=email
				-- migrate:verify SELECT email FROM users WHERE full_name IS DISTINCT FROM name
				UPDATE users SET full_name = name WHERE email BETWEEN :from AND :to;
				""", """
				-- migrate:backfill table=users key=id
				-- migrate:verify SELECT id FROM users WHERE full_name IS DISTINCT FROM name
				UPDATE users SET full_name = name WHERE id BETWEEN :from AND :to;
				""", new Example.Proof.Refused("email"));
	}

	@Override
	public void check(StatementSite site, Consumer<Hazard> hazards) {
		BackfillSpec spec = site.circumstances().backfill();
		if (spec == null) {
			return;
		}
		List<RangeTokens.Token> tokens = RangeTokens.in(site.text());
		if (!has(tokens, Form.FROM) || !has(tokens, Form.TO)) {
			hazards.accept(Hazard.of(null, site.table(spec.tableName()), Effect.BRIEF,
					"The statement does not have the range of its batch",
					"-- in its condition: … AND " + key(spec) + " BETWEEN :from AND :to"));
		}
		if (site.isFirst()) {
			walk(spec, site, hazards);
		}
	}

	private static boolean has(List<RangeTokens.Token> tokens, Form form) {
		return tokens.stream().anyMatch((token) -> token.form() == form);
	}

	private static String key(BackfillSpec spec) {
		return (spec.key().isEmpty()) ? "id" : String.join(", ", spec.key());
	}

	private static void walk(BackfillSpec spec, StatementSite site, Consumer<Hazard> hazards) {
		TableState table = site.table(spec.tableName());
		if (table.origin() == TableState.Origin.ABSENT) {
			hazards.accept(Hazard.of(null, table, Effect.BRIEF, "There is no table " + spec.table() + " to walk", ""));
			return;
		}
		RelationFacts facts = table.facts();
		if (facts != null && facts.kind() != RelationFacts.Kind.TABLE
				&& facts.kind() != RelationFacts.Kind.PARTITIONED_TABLE) {
			hazards
				.accept(Hazard.of(null, table, Effect.BRIEF, spec.table() + " is no table, and cannot be walked", ""));
			return;
		}
		if (!table.isComplete() || (facts == null && !table.isNew())) {
			return;
		}
		List<String> key = spec.keyNames();
		String problem = (key.isEmpty()) ? withoutPrimaryKey(table) : problem(table, key, spec.where() != null);
		if (problem != null) {
			String columns = String.join(", ", (key.isEmpty()) ? List.of("id") : spec.key());
			hazards.accept(Hazard.of(null, table, Effect.BRIEF, problem,
					"CREATE UNIQUE INDEX CONCURRENTLY ON " + spec.table() + " (" + columns + ");"));
		}
	}

	private static @Nullable String withoutPrimaryKey(TableState table) {
		boolean primary = table.constraints()
			.stream()
			.map(ConstraintState::kind)
			.anyMatch((kind) -> kind == ConstraintFacts.Kind.PRIMARY_KEY);
		return (primary) ? null : Names.sql(table.name())
				+ " has no primary key, and the directive names no other key by which it could be walked";
	}

	private static @Nullable String problem(TableState table, List<String> key, boolean restricted) {
		for (String column : key) {
			if (table.column(column) == null) {
				return Names.sql(table.name()) + " has no column " + Names.sql(column);
			}
		}
		for (String column : key) {
			if (!table.provesNotNull(column)) {
				return Names.sql(column) + " of " + Names.sql(table.name())
						+ " may be NULL, and rows without a key would be left out";
			}
		}
		boolean indexed = table.indexes().stream().anyMatch((index) -> walks(index, key, restricted))
				|| table.constraints().stream().anyMatch((constraint) -> isKey(constraint, key));
		return (indexed) ? null : "No unique index of " + Names.sql(table.name()) + " has the columns of the key ("
				+ String.join(", ", key) + ") and no others";
	}

	private static boolean walks(IndexState index, List<String> key, boolean restricted) {
		return index.unique() && index.valid() && (restricted || !index.partial())
				&& new ArrayList<>(index.columns()).equals(key);
	}

	private static boolean isKey(ConstraintState constraint, List<String> key) {
		return (constraint.kind() == ConstraintFacts.Kind.PRIMARY_KEY
				|| constraint.kind() == ConstraintFacts.Kind.UNIQUE) && constraint.columns().equals(key);
	}

}
