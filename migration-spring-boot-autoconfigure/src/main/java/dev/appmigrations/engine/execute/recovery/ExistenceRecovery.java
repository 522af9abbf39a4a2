package dev.appmigrations.engine.execute.recovery;

import java.util.List;

import dev.appmigrations.engine.ddl.StatementTarget;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.jdbc.Sql;
import dev.appmigrations.engine.sql.ObjectName;
import dev.appmigrations.engine.watch.Backends;
import org.jspecify.annotations.Nullable;

/**
 * For statements that create or remove one thing at once, or not at all: a database, a
 * tablespace, a subscription, a prepared transaction. {@code DROP INDEX CONCURRENTLY} is
 * not like that, but goes on where it was if it runs again.
 */
final class ExistenceRecovery implements Recovery {

	private final StatementTarget target;

	/** An expression for what tells it from another of the same name; NULL for none. */
	private final String identity;

	/** How it was before and how it is now, if the statement took effect. */
	private final String done;

	private final Backends backends;

	private ExistenceRecovery(StatementTarget target, String done, Backends backends) {
		this.target = target;
		this.identity = identity(target);
		this.done = done;
		this.backends = backends;
	}

	static ExistenceRecovery ofCreation(StatementTarget target, Backends backends) {
		return new ExistenceRecovery(target, "before IS NULL AND now IS NOT NULL", backends);
	}

	static ExistenceRecovery ofRemoval(StatementTarget target, Backends backends) {
		return new ExistenceRecovery(target,
				"before IS NOT NULL AND (now IS NULL OR now OPERATOR(pg_catalog.<>) before)", backends);
	}

	private static String identity(StatementTarget target) {
		ObjectName first = target.names().get(0);
		String name = Sql.name(first.name());
		return switch (target.type()) {
			case DATABASE -> "(SELECT " + CatalogSql.text("d.oid")
					+ " FROM pg_catalog.pg_database d WHERE d.datname OPERATOR(pg_catalog.=) " + name + ")";
			case TABLESPACE -> "(SELECT " + CatalogSql.text("t.oid")
					+ " FROM pg_catalog.pg_tablespace t WHERE t.spcname OPERATOR(pg_catalog.=) " + name + ")";
			// Not its oid, which is not for everybody to see.
			case SUBSCRIPTION ->
				"(SELECT s.subname::pg_catalog.text FROM pg_catalog.pg_subscription s WHERE s.subname OPERATOR(pg_catalog.=) "
						+ name + " AND s.subdbid OPERATOR(pg_catalog.=) " + Sql.DATABASE + ")";
			case PREPARED_TRANSACTION ->
				"(SELECT pg_catalog.textin(pg_catalog.xidout(x.transaction)) FROM pg_catalog.pg_prepared_xacts x WHERE x.gid OPERATOR(pg_catalog.=) "
						+ Sql.literal(first.name())
						+ " AND x.database OPERATOR(pg_catalog.=) pg_catalog.current_database())";
			default -> CatalogSql.text(CatalogSql.oid(first));
		};
	}

	@Override
	public String before() {
		return "pg_catalog.jsonb_build_object('identity', " + this.identity + ")";
	}

	@Override
	public Verdict examine(Session session, @Nullable String before) {
		if (before == null) {
			return Verdict.UNKNOWN;
		}
		this.backends.await(session);
		boolean took = session
			.query(List.of("SELECT " + this.done + " AS done FROM (SELECT " + CatalogSql.field(before, "identity")
					+ " AS before, " + this.identity + " AS now) e"))
			.rows(0)
			.isTrue(0, "done");
		return (took) ? Verdict.DONE : Verdict.RUN_AGAIN;
	}

	@Override
	public String question() {
		return "Look whether " + this.target.names().get(0) + " is there.";
	}

}
