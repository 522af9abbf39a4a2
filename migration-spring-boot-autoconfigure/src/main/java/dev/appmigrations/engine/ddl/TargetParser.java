package dev.appmigrations.engine.ddl;

import java.util.List;

import dev.appmigrations.engine.sql.ObjectName;
import dev.appmigrations.engine.sql.QuotedText;
import dev.appmigrations.engine.sql.SqlSyntaxException;
import dev.appmigrations.engine.sql.StatementKind;
import org.jspecify.annotations.Nullable;

/**
 * Finds the {@link StatementTarget} in a {@link DdlStatement}. The few statements that
 * have no record of their own are read here.
 */
final class TargetParser {

	private TargetParser() {
	}

	static @Nullable StatementTarget of(String statement, StatementKind kind) {
		return switch (kind) {
			case CREATE_INDEX_CONCURRENTLY, DROP_INDEX_CONCURRENTLY, REINDEX_CONCURRENTLY, REINDEX_MANY,
					DETACH_PARTITION_CONCURRENTLY, DROP_DATABASE, DROP_TABLESPACE, DROP_SUBSCRIPTION ->
				of(DdlStatement.of(statement));
			case CREATE_DATABASE -> created(statement, "database", TargetType.DATABASE);
			case CREATE_TABLESPACE -> created(statement, "tablespace", TargetType.TABLESPACE);
			case CREATE_SUBSCRIPTION -> created(statement, "subscription", TargetType.SUBSCRIPTION);
			case COMMIT_PREPARED, ROLLBACK_PREPARED -> prepared(statement);
			default -> null;
		};
	}

	private static @Nullable StatementTarget of(DdlStatement statement) {
		if (statement instanceof CreateIndex index) {
			List<ObjectName> names = (index.name() != null) ? List.of(ObjectName.of(index.name())) : List.of();
			return new StatementTarget(TargetType.INDEX, names, index.table(), index.ifNotExists(), index.unique());
		}
		if (statement instanceof Drop drop) {
			return new StatementTarget(TargetType.valueOf(drop.type().name()), drop.names(), null, drop.ifExists(),
					false);
		}
		if (statement instanceof Reindex reindex) {
			List<ObjectName> names = (reindex.name() != null) ? List.of(reindex.name()) : List.of();
			return new StatementTarget(TargetType.valueOf(reindex.type().name()), names, null, false, false);
		}
		if (statement instanceof AlterTable alter
				&& alter.actions().get(0) instanceof TableAction.DetachPartition detach) {
			return new StatementTarget(TargetType.PARTITION, List.of(detach.partition()), alter.table(),
					alter.ifExists(), false);
		}
		return null;
	}

	private static @Nullable StatementTarget created(String statement, String keyword, TargetType type) {
		TokenCursor cursor = new TokenCursor(statement);
		try {
			cursor.expect("create", keyword);
			String name = new NameParser(cursor).name();
			return new StatementTarget(type, List.of(ObjectName.of(name)), null, false, false);
		}
		catch (UnexpectedSyntaxException | SqlSyntaxException ex) {
			return null;
		}
	}

	/**
	 * The identifier has to be certain, whatever {@code standard_conforming_strings} is.
	 */
	private static @Nullable StatementTarget prepared(String statement) {
		TokenCursor cursor = new TokenCursor(statement);
		try {
			cursor.next();
			cursor.expect("prepared");
			Token token = cursor.next();
			boolean last = token.isString() && cursor.isAtEnd();
			String identifier = (last) ? QuotedText.string(cursor.text(token)) : null;
			return (identifier != null) ? new StatementTarget(TargetType.PREPARED_TRANSACTION,
					List.of(ObjectName.of(identifier)), null, false, false) : null;
		}
		catch (UnexpectedSyntaxException | SqlSyntaxException ex) {
			return null;
		}
	}

}
