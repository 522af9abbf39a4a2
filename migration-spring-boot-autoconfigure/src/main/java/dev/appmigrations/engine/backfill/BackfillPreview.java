package dev.appmigrations.engine.backfill;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.appmigrations.engine.jdbc.QueryResult;
import dev.appmigrations.engine.jdbc.Rows;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.migration.BackfillMigration;
import dev.appmigrations.engine.migration.BackfillSpec;
import dev.appmigrations.engine.report.BackfillPlan;
import dev.appmigrations.engine.script.Placeholders;
import dev.appmigrations.engine.text.VisibleText;
import org.jspecify.annotations.Nullable;

/**
 * Looks at what a backfill would do, and executes nothing of it: the keys of its first
 * batch are read, and statements are explained without ANALYZE, in transactions that only
 * read (see the manual's EXPLAIN).
 */
public final class BackfillPreview {

	private static final Map<String, String> SETTINGS = Map.of("lock_timeout", "200ms", "statement_timeout", "30s");

	private final Session session;

	private final Placeholders placeholders;

	private final @Nullable String schema;

	/**
	 * Prepares a look.
	 * @param session the session, which has begun to work
	 * @param placeholders what is replaced in scripts
	 * @param schema the schema that scripts look into first, {@code null} for none but
	 * those of the search path
	 */
	public BackfillPreview(Session session, Placeholders placeholders, @Nullable String schema) {
		this.session = session;
		this.placeholders = placeholders;
		this.schema = schema;
	}

	/**
	 * Looks at a backfill.
	 * @param migration the backfill
	 * @return what it would do
	 * @throws dev.appmigrations.engine.migration.MigrationException if the table cannot
	 * be walked, or the script not be run in batches
	 */
	public BackfillPlan look(BackfillMigration migration) {
		BackfillSpec spec = migration.spec();
		WalkedTable table = WalkedTableReader.read(this.session, spec, this.schema);
		BackfillScript script = (migration.isInJava()) ? null
				: BackfillScript.read(migration.file().up(), this.placeholders, table.key().size());
		KeyRanges ranges = new KeyRanges(this.session, table, spec);
		List<String> key = table.key().stream().map(KeyColumn::name).toList();
		List<String> bound = ranges.upperBound();
		KeyRange first = (bound != null) ? ranges.next(null, bound, spec.size().first()) : null;
		if (bound == null || first == null) {
			return new BackfillPlan(migration.name(), table.quoted(), key, 0L, true, null, null, List.of(), List.of(),
					Duration.ZERO);
		}
		List<BackfillPlan.Statement> statements = new ArrayList<>();
		if (script != null) {
			for (String statement : script.bind(ranges.literals(first.from()), ranges.literals(first.to()))) {
				statements.add(explain(statement));
			}
		}
		return new BackfillPlan(migration.name(), table.quoted(), key,
				(table.estimate() >= 0) ? Long.valueOf(table.estimate()) : null, ranges.isSmall(),
				String.join(", ", bound),
				new BackfillPlan.Batch(first.rows(), String.join(", ", first.from()), String.join(", ", first.to())),
				explain(ranges.nextSql(null, bound, spec.size().first())).plan(), statements,
				duration(table.estimate(), first.rows(), spec));
	}

	/** If each batch takes as long as it should. */
	private static @Nullable Duration duration(long estimate, long rows, BackfillSpec spec) {
		if (estimate < 0) {
			return null;
		}
		double batches = Math.ceil((double) estimate / rows);
		return Duration.ofMillis(Math.round(batches * spec.target().toMillis() / spec.duty()));
	}

	private BackfillPlan.Statement explain(String statement) {
		QueryResult result = new ReadTransaction(this.session, SETTINGS)
			.run(ReadTransaction.AROUND_SCRIPT + "EXPLAIN " + statement);
		if (result.error() != null) {
			return new BackfillPlan.Statement(statement, List.of(), result.error().message());
		}
		Rows rows = result.rows().get(result.rows().size() - 1);
		List<String> plan = new ArrayList<>();
		for (int i = 0; i < rows.size(); i++) {
			plan.add(VisibleText.line(String.valueOf(rows.value(i, "QUERY PLAN"))));
		}
		return new BackfillPlan.Statement(statement, plan, null);
	}

}
