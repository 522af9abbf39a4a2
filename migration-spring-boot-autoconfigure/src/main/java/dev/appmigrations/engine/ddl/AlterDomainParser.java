package dev.appmigrations.engine.ddl;

import dev.appmigrations.engine.ddl.AlterDomain.Action;
import dev.appmigrations.engine.sql.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code ALTER DOMAIN}.
 */
final class AlterDomainParser {

	private final TokenCursor cursor;

	private final NameParser names;

	AlterDomainParser(TokenCursor cursor) {
		this.cursor = cursor;
		this.names = new NameParser(cursor);
	}

	/** What follows {@code DOMAIN}. */
	DdlStatement parse() {
		ObjectName domain = this.names.qualifiedName();
		if (this.cursor.accept("rename")) {
			return new RenameParser(this.cursor).parse(ObjectType.DOMAIN, domain, false);
		}
		if (this.cursor.is("set", "schema")) {
			return AlterParser.setSchema(this.cursor, ObjectType.DOMAIN, domain);
		}
		return switch (this.cursor.next().word()) {
			case "set" -> set(domain);
			case "drop" -> drop(domain);
			case "add" -> add(domain);
			case "validate" -> {
				this.cursor.expect("constraint");
				yield altered(domain, Action.VALIDATE_CONSTRAINT, this.names.name(), false);
			}
			default -> throw new UnexpectedSyntaxException();
		};
	}

	private DdlStatement set(ObjectName domain) {
		if (this.cursor.accept("not", "null")) {
			return altered(domain, Action.SET_NOT_NULL, null, false);
		}
		this.cursor.expect("default");
		new ExpressionReader(this.cursor).expression();
		return altered(domain, Action.SET_DEFAULT, null, false);
	}

	private DdlStatement drop(ObjectName domain) {
		if (this.cursor.accept("not", "null")) {
			return altered(domain, Action.DROP_NOT_NULL, null, false);
		}
		if (this.cursor.accept("default")) {
			return altered(domain, Action.DROP_DEFAULT, null, false);
		}
		this.cursor.expect("constraint");
		this.cursor.accept("if", "exists");
		String constraint = this.names.name();
		if (!this.cursor.accept("cascade")) {
			this.cursor.accept("restrict");
		}
		return altered(domain, Action.DROP_CONSTRAINT, constraint, false);
	}

	private DdlStatement add(ObjectName domain) {
		String constraint = (this.cursor.accept("constraint")) ? this.names.name() : null;
		if (this.cursor.accept("check")) {
			new ExpressionReader(this.cursor).inParentheses();
		}
		else {
			this.cursor.expect("not", "null");
		}
		ConstraintFlags flags = new ConstraintFlags();
		boolean more = true;
		while (more) {
			more = flags.accept(this.cursor);
		}
		return altered(domain, Action.ADD_CONSTRAINT, constraint, flags.notValid());
	}

	private DdlStatement altered(ObjectName domain, Action action, @Nullable String constraint, boolean notValid) {
		this.cursor.expectEnd();
		return new AlterDomain(domain, action, constraint, notValid);
	}

}
