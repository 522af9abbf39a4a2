package dev.appmigrations.engine.ddl;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import dev.appmigrations.engine.sql.ObjectName;
import dev.appmigrations.engine.sql.TokenType;

/**
 * Reads the name of a type: the grammar's {@code Typename}.
 */
final class TypeParser {

	private static final Set<String> OWN_SYNTAX = Set.of("int", "integer", "smallint", "bigint", "real", "float",
			"decimal", "dec", "numeric", "boolean", "bit", "character", "char", "varchar", "national", "nchar",
			"timestamp", "time", "interval", "json");

	private static final Set<String> INTERVAL_FIELDS = Set.of("year", "month", "day", "hour", "minute", "second");

	/** From here on {@code float(n)} has double precision. */
	private static final int DOUBLE = 25;

	/** Types stand in modifiers of types only to exhaust the stack. */
	private static final int DEEPEST = 200;

	private final TokenCursor cursor;

	private final NameParser names;

	private final List<String> modifiers = new ArrayList<>();

	TypeParser(TokenCursor cursor) {
		this.cursor = cursor;
		this.names = new NameParser(cursor);
	}

	/** Whether the word can only begin a type where a constant follows. */
	static boolean hasOwnSyntax(String word) {
		return OWN_SYNTAX.contains(word);
	}

	TypeName parse() {
		this.cursor.accept("setof");
		int start = this.cursor.start();
		this.modifiers.clear();
		ObjectName name = simpleName();
		boolean array = arrayBounds();
		return new TypeName(name, this.modifiers, array, this.cursor.rangeFrom(start));
	}

	private ObjectName simpleName() {
		Token token = this.cursor.peek();
		if (this.cursor.accept("double", "precision")) {
			return ofServer("float8");
		}
		if (!token.isWord() || !OWN_SYNTAX.contains(token.word())
				|| (token.word().equals("json") && this.cursor.peek(1).word().equals("."))) {
			ObjectName name = this.names.functionName();
			modifiers();
			return name;
		}
		this.cursor.next();
		return switch (token.word()) {
			case "int", "integer" -> ofServer("int4");
			case "smallint" -> ofServer("int2");
			case "bigint" -> ofServer("int8");
			case "real" -> ofServer("float4");
			case "boolean" -> ofServer("bool");
			case "json" -> ofServer("json");
			case "float" -> floating();
			case "bit" -> bit();
			case "varchar" -> withModifiers("varchar");
			case "timestamp", "time" -> datetime(token.word());
			case "interval" -> interval();
			case "national" -> national();
			case "character", "char", "nchar" -> character();
			default -> withModifiers("numeric");
		};
	}

	private ObjectName floating() {
		modifiers();
		int precision = (this.modifiers.isEmpty()) ? DOUBLE : number(this.modifiers.get(0));
		this.modifiers.clear();
		return ofServer((precision < DOUBLE) ? "float4" : "float8");
	}

	private static int number(String text) {
		return (text.length() <= 2 && text.chars().allMatch(Character::isDigit)) ? Integer.parseInt(text) : DOUBLE;
	}

	private ObjectName bit() {
		String name = (this.cursor.accept("varying")) ? "varbit" : "bit";
		return withLength(name, name.equals("bit"));
	}

	private ObjectName national() {
		if (!this.cursor.accept("character") && !this.cursor.accept("char")) {
			throw new UnexpectedSyntaxException();
		}
		return character();
	}

	private ObjectName character() {
		boolean varying = this.cursor.accept("varying");
		return withLength((varying) ? "varchar" : "bpchar", !varying);
	}

	private ObjectName withLength(String name, boolean implied) {
		modifiers();
		if (implied && this.modifiers.isEmpty()) {
			this.modifiers.add("1");
		}
		return ofServer(name);
	}

	private ObjectName datetime(String name) {
		modifiers();
		boolean zone = this.cursor.accept("with", "time", "zone");
		if (!zone) {
			this.cursor.accept("without", "time", "zone");
		}
		return ofServer((zone) ? name + "tz" : name);
	}

	private ObjectName interval() {
		if (this.cursor.is("(")) {
			modifiers();
		}
		else {
			String fields = intervalFields();
			if (!fields.isEmpty()) {
				modifiers();
				this.modifiers.add(0, fields);
			}
		}
		return ofServer("interval");
	}

	/** {@code DAY TO SECOND} and the like. */
	String intervalFields() {
		if (!INTERVAL_FIELDS.contains(this.cursor.peek().word())) {
			return "";
		}
		String first = this.cursor.next().word();
		if (this.cursor.is("to") && INTERVAL_FIELDS.contains(this.cursor.peek(1).word())) {
			this.cursor.next();
			return first + " to " + this.cursor.next().word();
		}
		return first;
	}

	private ObjectName withModifiers(String name) {
		modifiers();
		return ofServer(name);
	}

	private void modifiers() {
		if (!this.cursor.accept("(")) {
			return;
		}
		if (this.cursor.depth() > DEEPEST) {
			throw new UnexpectedSyntaxException();
		}
		do {
			this.modifiers.add(new ExpressionReader(this.cursor).expression().text());
		}
		while (this.cursor.accept(","));
		this.cursor.expect(")");
	}

	private boolean arrayBounds() {
		if (this.cursor.accept("array")) {
			if (this.cursor.accept("[")) {
				bound();
				this.cursor.expect("]");
			}
			return true;
		}
		boolean array = false;
		while (this.cursor.accept("[")) {
			array = true;
			if (!this.cursor.is("]")) {
				bound();
			}
			this.cursor.expect("]");
		}
		return array;
	}

	private void bound() {
		if (!this.cursor.next().is(TokenType.NUMBER)) {
			throw new UnexpectedSyntaxException();
		}
	}

	private static ObjectName ofServer(String name) {
		return ObjectName.of("pg_catalog", name);
	}

}
