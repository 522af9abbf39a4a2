package dev.appmigrations.engine.execute.recovery;

import java.time.Clock;
import java.util.Objects;

import dev.appmigrations.engine.ddl.StatementTarget;
import dev.appmigrations.engine.jdbc.BatchFailedException;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.jdbc.Sql;
import dev.appmigrations.engine.jdbc.SqlState;
import dev.appmigrations.engine.sql.ObjectName;
import dev.appmigrations.engine.text.VisibleLog;
import dev.appmigrations.engine.time.Sleeper;
import dev.appmigrations.engine.watch.Backends;
import org.jspecify.annotations.Nullable;

/**
 * {@code REINDEX … CONCURRENTLY}. It builds an index {@code …_ccnew} beside the old one,
 * exchanges the names, and drops the old one, by then {@code …_ccold}. Whatever happens,
 * the index itself stays, so that it can run again; what is left of the others has to go,
 * on the tables that it is about and on their TOAST tables.
 */
final class ReindexRecovery implements Recovery {

	private static final VisibleLog logger = VisibleLog.of(ReindexRecovery.class);

	private final String tables;

	private final Backends backends;

	ReindexRecovery(StatementTarget target, Clock clock, Sleeper sleeper) {
		this.tables = withToast(tables(target));
		this.backends = Backends.indexing(this.tables, clock, sleeper);
	}

	private static String tables(StatementTarget target) {
		return switch (target.type()) {
			case INDEX -> tablesOfIndex(CatalogSql.oid(name(target)));
			case TABLE -> {
				String table = CatalogSql.oid(name(target));
				yield "SELECT " + table + " UNION ALL " + partitions(table);
			}
			case SCHEMA -> "SELECT r.oid FROM pg_catalog.pg_class r JOIN pg_catalog.pg_namespace s"
					+ " ON s.oid OPERATOR(pg_catalog.=) r.relnamespace WHERE s.nspname OPERATOR(pg_catalog.=) "
					+ Sql.name(name(target).name());
			default -> "SELECT r.oid FROM pg_catalog.pg_class r";
		};
	}

	private static ObjectName name(StatementTarget target) {
		return Objects.requireNonNull(target.name());
	}

	private static String tablesOfIndex(String index) {
		return "SELECT x.indrelid FROM pg_catalog.pg_index x WHERE x.indexrelid OPERATOR(pg_catalog.=) " + index
				+ " OR x.indexrelid OPERATOR(pg_catalog.=) ANY (" + partitions(index) + ")";
	}

	private static String partitions(String relation) {
		return "SELECT p.relid::pg_catalog.oid FROM pg_catalog.pg_partition_tree(" + relation
				+ "::pg_catalog.regclass) p";
	}

	private static String withToast(String tables) {
		return tables + " UNION ALL SELECT o.reltoastrelid FROM pg_catalog.pg_class o WHERE o.reltoastrelid"
				+ " OPERATOR(pg_catalog.<>) 0::pg_catalog.oid AND o.oid OPERATOR(pg_catalog.=) ANY (" + tables + ")";
	}

	@Override
	public String before() {
		return "pg_catalog.jsonb_build_object('indexes', " + InvalidIndex.oids(ours()) + ")";
	}

	@Override
	public Verdict examine(Session session, @Nullable String before) throws BatchFailedException {
		this.backends.await(session);
		if (before != null) {
			dropLeftovers(session, before);
		}
		return Verdict.RUN_AGAIN;
	}

	@Override
	public void cleanUp(Session session, @Nullable String before) throws BatchFailedException {
		if (before != null && !this.backends.any(session)) {
			dropLeftovers(session, before);
		}
	}

	/** By name: an index {@code …_ccold} has been there all the time, under its own. */
	private String ours() {
		return "i.indrelid OPERATOR(pg_catalog.=) ANY (" + this.tables
				+ ") AND c.relname OPERATOR(pg_catalog.~) '_cc(new|old)[0-9]*$'::pg_catalog.text";
	}

	private void dropLeftovers(Session session, String before) throws BatchFailedException {
		String condition = ours() + " AND " + InvalidIndex.INVALID + " AND " + InvalidIndex.newSince(before);
		for (InvalidIndex leftover : InvalidIndex.find(session, condition)) {
			logger.info("Dropping index {}, which REINDEX CONCURRENTLY left", leftover);
			try {
				leftover.drop(session);
			}
			catch (BatchFailedException ex) {
				// Only a superuser may name what is in pg_toast.
				if (!leftover.isToast() || !ex.error().is(SqlState.INSUFFICIENT_PRIVILEGE)) {
					throw ex;
				}
				logger.warn("This role may not drop {}, which takes space and time; a superuser should run: {}",
						leftover, leftover.dropStatement());
			}
		}
	}

}
