package dev.appmigrations.engine.ddl;

/**
 * What a statement does to the schema or its data, read from its text. Syntax that is not
 * known is {@link Opaque}, never an error: the server will say what is wrong.
 */
public sealed interface DdlStatement permits AlterDomain, AlterEnum, AlterSequence, AlterTable, Cluster, CreateDomain,
		CreateExtension, CreateFunction, CreateIndex, CreatePolicy, CreateSchema, CreateSequence, CreateTable,
		CreateTableAs, CreateTrigger, CreateType, CreateView, Dml, Drop, Grant, LockTable, Opaque, Query,
		RefreshMaterializedView, Reindex, Rename, SetSchema, SetVariable, Truncate, Vacuum {

	/**
	 * Reads a statement.
	 * @param statement its text, without the semicolon; comments may stand anywhere
	 * @return what it does
	 */
	static DdlStatement of(String statement) {
		return DdlParser.parse(statement);
	}

}
