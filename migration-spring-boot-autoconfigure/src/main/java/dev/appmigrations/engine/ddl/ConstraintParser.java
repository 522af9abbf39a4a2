package dev.appmigrations.engine.ddl;

import java.util.ArrayList;
import java.util.List;

import dev.appmigrations.engine.sql.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * Reads constraints of tables: the grammar's {@code TableConstraint}.
 */
final class ConstraintParser {

	private final TokenCursor cursor;

	private final NameParser names;

	private final ExpressionReader expressions;

	ConstraintParser(TokenCursor cursor) {
		this.cursor = cursor;
		this.names = new NameParser(cursor);
		this.expressions = new ExpressionReader(cursor);
	}

	/** Whether a table constraint comes next, and no column. */
	boolean isNext() {
		return switch (this.cursor.peek().word()) {
			case "constraint", "check", "unique", "primary", "foreign", "not" -> true;
			case "exclude" -> this.cursor.is("exclude", "(") || this.cursor.is("exclude", "using");
			default -> false;
		};
	}

	Constraint parse() {
		int start = this.cursor.start();
		String name = (this.cursor.accept("constraint")) ? this.names.name() : null;
		Token token = this.cursor.next();
		return switch (token.word()) {
			case "check" -> {
				Expression condition = this.expressions.inParentheses();
				yield new Constraint.Check(attributes(start, name), condition);
			}
			case "not" -> {
				this.cursor.expect("null");
				String column = this.names.name();
				yield new Constraint.NotNull(attributes(start, name), column);
			}
			case "unique" -> unique(start, name, false);
			case "primary" -> {
				this.cursor.expect("key");
				yield unique(start, name, true);
			}
			case "exclude" -> exclusion(start, name);
			case "foreign" -> foreignKey(start, name);
			default -> throw new UnexpectedSyntaxException();
		};
	}

	private Constraint unique(int start, @Nullable String name, boolean primary) {
		boolean notDistinct = !primary && nullsNotDistinct(this.cursor);
		if (this.cursor.accept("using", "index")) {
			String index = this.names.name();
			return new Constraint.Unique(attributes(start, name), primary, List.of(), List.of(), index, notDistinct,
					false);
		}
		this.cursor.expect("(");
		List<String> columns = new ArrayList<>();
		do {
			columns.add(this.names.name());
		}
		while (this.cursor.accept(","));
		boolean withoutOverlaps = this.cursor.accept("without", "overlaps");
		this.cursor.expect(")");
		List<String> included = (this.cursor.accept("include")) ? this.names.columns() : List.of();
		indexOptions(this.cursor);
		return new Constraint.Unique(attributes(start, name), primary, columns, included, null, notDistinct,
				withoutOverlaps);
	}

	private Constraint exclusion(int start, @Nullable String name) {
		String method = (this.cursor.accept("using")) ? this.names.name() : null;
		IndexElementParser elements = new IndexElementParser(this.cursor);
		List<IndexElement> excluded = new ArrayList<>();
		this.cursor.expect("(");
		do {
			excluded.add(elements.parse());
			this.cursor.expect("with");
			operator();
		}
		while (this.cursor.accept(","));
		this.cursor.expect(")");
		if (this.cursor.accept("include")) {
			this.names.columns();
		}
		indexOptions(this.cursor);
		Expression condition = (this.cursor.accept("where")) ? this.expressions.inParentheses() : null;
		return new Constraint.Exclusion(attributes(start, name), method, excluded, condition);
	}

	/** {@code =} or {@code OPERATOR(schema.=)}. */
	private void operator() {
		if (this.cursor.accept("operator")) {
			this.cursor.skipParenthesis();
			return;
		}
		boolean any = false;
		while (!this.cursor.is(",") && !this.cursor.is(")") && this.cursor.peek().type() != null) {
			this.cursor.next();
			any = true;
		}
		if (!any) {
			throw new UnexpectedSyntaxException();
		}
	}

	private Constraint foreignKey(int start, @Nullable String name) {
		this.cursor.expect("key");
		List<String> columns = columnsAndPeriod();
		this.cursor.expect("references");
		return references(start, name, columns, true);
	}

	/** The columns, and the one behind {@code PERIOD}. */
	private List<String> columnsAndPeriod() {
		List<String> columns = new ArrayList<>();
		this.cursor.expect("(");
		do {
			if (this.cursor.is("period") && this.cursor.peek(1).isName()) {
				this.cursor.next();
			}
			columns.add(this.names.name());
		}
		while (this.cursor.accept(","));
		this.cursor.expect(")");
		return columns;
	}

	/** What follows {@code REFERENCES}. */
	Constraint references(int start, @Nullable String name, List<String> columns, boolean ofTable) {
		ObjectName referenced = this.names.qualifiedName();
		List<String> referencedColumns = (this.cursor.is("(")) ? columnsAndPeriod() : List.of();
		if (this.cursor.accept("match") && !this.cursor.accept("full") && !this.cursor.accept("partial")) {
			this.cursor.expect("simple");
		}
		Constraint.ReferentialAction onDelete = Constraint.ReferentialAction.NO_ACTION;
		Constraint.ReferentialAction onUpdate = Constraint.ReferentialAction.NO_ACTION;
		while (this.cursor.accept("on")) {
			if (this.cursor.accept("delete")) {
				onDelete = action();
			}
			else {
				this.cursor.expect("update");
				onUpdate = action();
			}
		}
		ConstraintAttributes attributes = (ofTable) ? attributes(start, name) : plain(this.cursor, start, name);
		return new Constraint.ForeignKey(attributes, columns, referenced, referencedColumns, onDelete, onUpdate);
	}

	private Constraint.ReferentialAction action() {
		if (this.cursor.accept("no", "action")) {
			return Constraint.ReferentialAction.NO_ACTION;
		}
		if (this.cursor.accept("restrict")) {
			return Constraint.ReferentialAction.RESTRICT;
		}
		if (this.cursor.accept("cascade")) {
			return Constraint.ReferentialAction.CASCADE;
		}
		this.cursor.expect("set");
		boolean toNull = this.cursor.accept("null");
		if (!toNull) {
			this.cursor.expect("default");
		}
		if (this.cursor.is("(")) {
			this.names.columns();
		}
		return (toNull) ? Constraint.ReferentialAction.SET_NULL : Constraint.ReferentialAction.SET_DEFAULT;
	}

	private ConstraintAttributes attributes(int start, @Nullable String name) {
		ConstraintFlags flags = new ConstraintFlags();
		boolean more = true;
		while (more) {
			more = flags.accept(this.cursor);
		}
		return flags.attributes(name, this.cursor.rangeFrom(start));
	}

	static ConstraintAttributes plain(TokenCursor cursor, int start, @Nullable String name) {
		return new ConstraintFlags().attributes(name, cursor.rangeFrom(start));
	}

	static boolean nullsNotDistinct(TokenCursor cursor) {
		if (cursor.accept("nulls", "distinct")) {
			return false;
		}
		return cursor.accept("nulls", "not", "distinct");
	}

	/** {@code WITH (…)} and {@code USING INDEX TABLESPACE}. */
	static void indexOptions(TokenCursor cursor) {
		if (cursor.accept("with")) {
			cursor.skipParenthesis();
		}
		if (cursor.accept("using", "index", "tablespace")) {
			new NameParser(cursor).name();
		}
	}

}
