package dev.appmigrations.engine.safety.facts;

/**
 * The kinds of facts, in the order in which a message asks for them.
 */
enum FactsPart {

	RELATIONS(0, RelationSql.RELATIONS),

	COLUMNS(1, RelationSql.COLUMNS),

	CONSTRAINTS(2, ConstraintSql.CONSTRAINTS),

	INDEXES(3, ConstraintSql.INDEXES),

	TRIGGERS(4, RelationSql.TRIGGERS),

	DEPENDENTS(5, DependentSql.DEPENDENTS),

	PUBLICATIONS(6, RelationSql.PUBLICATIONS),

	TYPES(7, TypeSql.TYPES),

	ROUTINES(8, TypeSql.ROUTINES);

	/** Settings, header and choice. */
	private static final int BEFORE = 3;

	private final int number;

	private final String sql;

	FactsPart(int number, String sql) {
		this.number = number;
		this.sql = sql;
	}

	/** Returns the statement, with places that {@link FactsStatements} fills. */
	String sql() {
		return this.sql;
	}

	/** Returns the number of its rows among the results of the message. */
	int result() {
		return BEFORE + 2 * this.number + 1;
	}

}
