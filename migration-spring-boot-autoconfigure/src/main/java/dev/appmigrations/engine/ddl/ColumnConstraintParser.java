package dev.appmigrations.engine.ddl;

import java.util.ArrayList;
import java.util.List;

import dev.appmigrations.engine.sql.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * Reads the constraints of a column or a domain: the grammar's {@code ColQualList}.
 */
final class ColumnConstraintParser {

	private final TokenCursor cursor;

	private final String column;

	private final NameParser names;

	private final ExpressionReader expressions;

	private @Nullable ObjectName collation;

	ColumnConstraintParser(TokenCursor cursor, String column) {
		this.cursor = cursor;
		this.column = column;
		this.names = new NameParser(cursor);
		this.expressions = new ExpressionReader(cursor);
	}

	/** The collation that stood among the constraints. */
	@Nullable ObjectName collation() {
		return this.collation;
	}

	List<Constraint> parse() {
		List<Constraint> constraints = new ArrayList<>();
		for (;;) {
			if (this.cursor.accept("collate")) {
				this.collation = this.names.qualifiedName();
			}
			else if (isFlag()) {
				// of no constraint: the server will say that it is misplaced
				new ConstraintFlags().accept(this.cursor);
			}
			else if (isNext()) {
				constraints.add(constraint());
			}
			else {
				return constraints;
			}
		}
	}

	private boolean isNext() {
		return switch (this.cursor.peek().word()) {
			case "constraint", "not", "null", "unique", "primary", "check", "default", "generated", "references" ->
				true;
			default -> false;
		};
	}

	private Constraint constraint() {
		int start = this.cursor.start();
		String name = (this.cursor.accept("constraint")) ? this.names.name() : null;
		Token token = this.cursor.next();
		return switch (token.word()) {
			case "not" -> {
				this.cursor.expect("null");
				yield new Constraint.NotNull(attributes(start, name, true), this.column);
			}
			case "null" -> new Constraint.Null(attributes(start, name, false));
			case "unique" -> unique(start, name, false);
			case "primary" -> {
				this.cursor.expect("key");
				yield unique(start, name, true);
			}
			case "check" -> {
				Expression condition = this.expressions.inParentheses();
				yield new Constraint.Check(attributes(start, name, true), condition);
			}
			case "default" -> {
				Expression value = this.expressions.restricted();
				yield new Constraint.Default(attributes(start, name, false), value);
			}
			case "generated" -> generated(start, name);
			case "references" -> references(start, name);
			default -> throw new UnexpectedSyntaxException();
		};
	}

	private Constraint unique(int start, @Nullable String name, boolean primary) {
		boolean notDistinct = !primary && ConstraintParser.nullsNotDistinct(this.cursor);
		ConstraintParser.indexOptions(this.cursor);
		return new Constraint.Unique(attributes(start, name, false), primary, List.of(this.column), List.of(), null,
				notDistinct, false);
	}

	private Constraint generated(int start, @Nullable String name) {
		boolean always = generatedWhen(this.cursor);
		this.cursor.expect("as");
		if (this.cursor.accept("identity")) {
			this.cursor.acceptParenthesis();
			return new Constraint.Identity(attributes(start, name, false), always);
		}
		Expression value = this.expressions.inParentheses();
		Constraint.Storage storage = Constraint.Storage.UNSPECIFIED;
		if (this.cursor.accept("stored")) {
			storage = Constraint.Storage.STORED;
		}
		else if (this.cursor.accept("virtual")) {
			storage = Constraint.Storage.VIRTUAL;
		}
		return new Constraint.Generated(attributes(start, name, false), value, storage);
	}

	/** {@code ALWAYS} or {@code BY DEFAULT}. */
	static boolean generatedWhen(TokenCursor cursor) {
		if (cursor.accept("by", "default")) {
			return false;
		}
		cursor.expect("always");
		return true;
	}

	private Constraint references(int start, @Nullable String name) {
		Constraint.ForeignKey key = (Constraint.ForeignKey) new ConstraintParser(this.cursor).references(start, name,
				List.of(this.column), false);
		return new Constraint.ForeignKey(attributes(start, name, false), key.columns(), key.referenced(),
				key.referencedColumns(), key.onDelete(), key.onUpdate());
	}

	/** The flags that stand behind a constraint belong to it. */
	private ConstraintAttributes attributes(int start, @Nullable String name, boolean inheritable) {
		ConstraintFlags flags = new ConstraintFlags();
		if (inheritable && this.cursor.accept("no", "inherit")) {
			flags.noInherit();
		}
		boolean more = true;
		while (more) {
			more = isFlag() && flags.accept(this.cursor);
		}
		return flags.attributes(name, this.cursor.rangeFrom(start));
	}

	private boolean isFlag() {
		return switch (this.cursor.peek().word()) {
			case "deferrable", "initially", "enforced" -> true;
			case "not" -> this.cursor.is("not", "deferrable") || this.cursor.is("not", "enforced");
			default -> false;
		};
	}

}
