package dev.appmigrations.engine.execute.recovery;

import java.time.Clock;
import java.util.List;

import dev.appmigrations.engine.ddl.StatementTarget;
import dev.appmigrations.engine.jdbc.BatchFailedException;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.jdbc.Sql;
import dev.appmigrations.engine.sql.ObjectName;
import dev.appmigrations.engine.text.VisibleLog;
import dev.appmigrations.engine.time.Sleeper;
import dev.appmigrations.engine.watch.Backends;
import org.jspecify.annotations.Nullable;

/**
 * {@code CREATE INDEX CONCURRENTLY}. It commits the index as invalid, builds it, and
 * leaves it invalid if anything goes wrong. So an index is its work only if it was not
 * there before, by its oid, stands on the same table, and has the name; where the server
 * chose the name, if it is one that the server would choose: {@code ChooseIndexName} in
 * its {@code indexcmds.c} always ends it in {@code _idx} and perhaps a number.
 * <p>
 * An invalid index that has the name already, on the same table, and that nobody is
 * building, makes way also where the statement has no {@code IF NOT EXISTS}: with it, the
 * server would skip the statement and leave a broken index; without it, every start would
 * fail until a person drops what serves no query.
 */
final class CreateIndexRecovery implements Recovery {

	private static final VisibleLog logger = VisibleLog.of(CreateIndexRecovery.class);

	private static final String NAMED_BY_SERVER = "c.relname OPERATOR(pg_catalog.~) '_idx[0-9]*$'::pg_catalog.text"
			+ " AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint k WHERE k.conindid OPERATOR(pg_catalog.=) c.oid"
			+ " AND k.contype OPERATOR(pg_catalog.=) ANY ('{p,u,x}'::pg_catalog.\"char\"[]))"
			+ " AND i.indisunique OPERATOR(pg_catalog.=) ";

	private final @Nullable ObjectName index;

	private final ObjectName table;

	private final boolean unique;

	private final Clock clock;

	private final Sleeper sleeper;

	CreateIndexRecovery(StatementTarget target, ObjectName table, Clock clock, Sleeper sleeper) {
		this.index = target.name();
		this.table = table;
		this.unique = target.unique();
		this.clock = clock;
		this.sleeper = sleeper;
	}

	@Override
	public String before() {
		String oid = CatalogSql.oid(this.table);
		return "pg_catalog.jsonb_build_object('table', " + oid + "::bigint, 'indexes', "
				+ InvalidIndex.oids("i.indrelid OPERATOR(pg_catalog.=) " + oid) + ")";
	}

	@Override
	public void clearWay(Session session) throws BatchFailedException {
		if (this.index == null) {
			return;
		}
		String oid = CatalogSql.oid(this.table);
		String invalid = onTable(oid) + " AND " + InvalidIndex.INVALID;
		if (InvalidIndex.find(session, invalid).isEmpty()) {
			return;
		}
		Backends.indexing("SELECT " + oid, this.clock, this.sleeper).await(session);
		for (InvalidIndex leftover : InvalidIndex.find(session, invalid)) {
			logger.warn("Index {} is invalid and nobody is building it: dropping it to create it anew", leftover);
			leftover.drop(session);
		}
	}

	@Override
	public Verdict examine(Session session, @Nullable String before) throws BatchFailedException {
		if (before == null) {
			return Verdict.UNKNOWN;
		}
		backends(before).await(session);
		List<InvalidIndex> found = InvalidIndex.find(session, newOnTable(before));
		dropInvalid(session, found);
		long valid = found.stream().filter(InvalidIndex::valid).count();
		if (valid > 1) {
			return Verdict.UNKNOWN;
		}
		return (valid == 1) ? Verdict.DONE : Verdict.RUN_AGAIN;
	}

	@Override
	public void cleanUp(Session session, @Nullable String before) throws BatchFailedException {
		if (before != null && !backends(before).any(session)) {
			dropInvalid(session, InvalidIndex.find(session, newOnTable(before)));
		}
	}

	@Override
	public String question() {
		return "Look at the indexes of " + this.table + ": is the one that this statement creates there, and valid?";
	}

	private static void dropInvalid(Session session, List<InvalidIndex> leftovers) throws BatchFailedException {
		for (InvalidIndex leftover : leftovers) {
			if (!leftover.valid()) {
				logger.info("Dropping index {}, which was not built to its end", leftover);
				leftover.drop(session);
			}
		}
	}

	private Backends backends(String before) {
		return Backends.indexing("SELECT " + CatalogSql.oidField(before, "table"), this.clock, this.sleeper);
	}

	private String newOnTable(String before) {
		return onTable(CatalogSql.oidField(before, "table")) + " AND " + InvalidIndex.newSince(before);
	}

	private String onTable(String oid) {
		return "i.indrelid OPERATOR(pg_catalog.=) " + oid + " AND " + ((this.index != null)
				? "c.relname OPERATOR(pg_catalog.=) " + Sql.name(this.index.name()) : NAMED_BY_SERVER + this.unique);
	}

}
