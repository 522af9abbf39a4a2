package dev.appmigrations.engine.ddl;

import dev.appmigrations.engine.sql.SqlStatement;
import dev.appmigrations.engine.sql.StatementReader;

/**
 * What a statement does to the schema or its data, read from its text. Syntax that is not
 * known is {@link Opaque}, never an error: the server will say what is wrong.
 */
public sealed interface DdlStatement permits AlterDomain, AlterEnum, AlterSequence, AlterTable, Cluster, CreateDomain,
		CreateExtension, CreateFunction, CreateIndex, CreatePolicy, CreateSchema, CreateSequence, CreateTable,
		CreateTableAs, CreateTrigger, CreateType, CreateView, Dml, Drop, Grant, LockTable, Opaque, Query,
		RefreshMaterializedView, Reindex, Rename, SetSchema, SetVariable, Truncate, Vacuum {

	/**
	 * As many characters of a statement as should be kept where many are read: more only
	 * statements have that change rows, and of these the beginning tells enough.
	 */
	int LONGEST_TEXT = 128 * 1024;

	/**
	 * Reads a statement.
	 * @param statement its text, without the semicolon; comments may stand anywhere
	 * @return what it does
	 */
	static DdlStatement of(String statement) {
		return DdlParser.parse(statement);
	}

	/**
	 * Reads the statement that a reader has just returned.
	 * @param reader the reader
	 * @param statement the statement
	 * @return what it does, as far as its text was kept
	 */
	static DdlStatement of(StatementReader reader, SqlStatement statement) {
		return (reader.isCutOff()) ? ofBeginning(statement.text()) : of(statement.text());
	}

	/**
	 * Reads a statement that is too long to be kept.
	 * @param beginning the beginning of its text, which may end anywhere
	 * @return what it does to rows, as far as that shows at its beginning: a {@code
	 * WHERE} may follow, and counts as there; {@link Opaque} if it does anything else
	 */
	static DdlStatement ofBeginning(String beginning) {
		return DdlParser.parseBeginning(beginning);
	}

}
