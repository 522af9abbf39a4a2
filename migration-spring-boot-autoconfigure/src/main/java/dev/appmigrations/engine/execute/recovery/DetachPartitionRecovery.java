package dev.appmigrations.engine.execute.recovery;

import java.util.List;

import dev.appmigrations.engine.jdbc.BatchFailedException;
import dev.appmigrations.engine.jdbc.QueryResult;
import dev.appmigrations.engine.jdbc.Rows;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.jdbc.Sql;
import dev.appmigrations.engine.sql.ObjectName;
import dev.appmigrations.engine.text.VisibleLog;
import dev.appmigrations.engine.watch.Backends;
import org.jspecify.annotations.Nullable;

/**
 * {@code ALTER TABLE … DETACH PARTITION … CONCURRENTLY}. It commits that the detach is
 * pending, waits until nobody uses the partition as such, and finishes. A pending detach
 * can only be finished.
 */
record DetachPartitionRecovery(ObjectName partition, ObjectName table, Backends backends) implements Recovery {

	private static final VisibleLog logger = VisibleLog.of(DetachPartitionRecovery.class);

	@Override
	public String before() {
		String partitionOid = CatalogSql.oid(this.partition);
		String tableOid = CatalogSql.oid(this.table);
		return "pg_catalog.jsonb_build_object('partition', " + partitionOid + "::bigint, 'table', " + tableOid
				+ "::bigint, 'attached', EXISTS (SELECT FROM pg_catalog.pg_inherits i"
				+ " WHERE i.inhrelid OPERATOR(pg_catalog.=) " + partitionOid
				+ " AND i.inhparent OPERATOR(pg_catalog.=) " + tableOid + "))";
	}

	@Override
	public Verdict examine(Session session, @Nullable String before) throws BatchFailedException {
		if (before == null) {
			return Verdict.UNKNOWN;
		}
		this.backends.await(session);
		QueryResult found = session.query(List.of(
				"SELECT " + CatalogSql.field(before, "attached") + " OPERATOR(pg_catalog.=) 'true' AS attached",
				"SELECT i.inhdetachpending, tn.nspname AS table_schema, t.relname AS table_name,"
						+ " pn.nspname AS partition_schema, p.relname AS partition_name FROM pg_catalog.pg_inherits i"
						+ " JOIN pg_catalog.pg_class t ON t.oid OPERATOR(pg_catalog.=) i.inhparent"
						+ " JOIN pg_catalog.pg_namespace tn ON tn.oid OPERATOR(pg_catalog.=) t.relnamespace"
						+ " JOIN pg_catalog.pg_class p ON p.oid OPERATOR(pg_catalog.=) i.inhrelid"
						+ " JOIN pg_catalog.pg_namespace pn ON pn.oid OPERATOR(pg_catalog.=) p.relnamespace"
						+ " WHERE i.inhrelid OPERATOR(pg_catalog.=) " + CatalogSql.oidField(before, "partition")
						+ " AND i.inhparent OPERATOR(pg_catalog.=) " + CatalogSql.oidField(before, "table")));
		boolean attachedBefore = found.rows(0).isTrue(0, "attached");
		Rows now = found.rows(1);
		if (now.size() == 0) {
			return (attachedBefore) ? Verdict.DONE : Verdict.RUN_AGAIN;
		}
		if (!now.isTrue(0, "inhdetachpending")) {
			return Verdict.RUN_AGAIN;
		}
		finish(session, now);
		return Verdict.DONE;
	}

	@Override
	public String question() {
		return "Look whether " + this.partition + " is still a partition of " + this.table + ".";
	}

	private void finish(Session session, Rows names) throws BatchFailedException {
		logger.info("Finishing the detach of {}, which is pending", this.partition);
		session.work()
			.sendPatiently("ALTER TABLE " + qualified(names, "table") + " DETACH PARTITION "
					+ qualified(names, "partition") + " FINALIZE");
	}

	private static String qualified(Rows names, String what) {
		return Sql.identifier(names.required(0, what + "_schema")) + "."
				+ Sql.identifier(names.required(0, what + "_name"));
	}

}
