package dev.appmigrations.engine.ddl;

/**
 * Reads the keywords that name the kind of an object.
 */
final class ObjectTypeParser {

	private ObjectTypeParser() {
	}

	/** Kinds whose objects have no name that could be read are unexpected. */
	static ObjectType parse(TokenCursor cursor) {
		return switch (cursor.next().word()) {
			case "table" -> ObjectType.TABLE;
			case "view" -> ObjectType.VIEW;
			case "index" -> ObjectType.INDEX;
			case "sequence" -> ObjectType.SEQUENCE;
			case "type" -> ObjectType.TYPE;
			case "domain" -> ObjectType.DOMAIN;
			case "function" -> ObjectType.FUNCTION;
			case "procedure" -> ObjectType.PROCEDURE;
			case "routine" -> ObjectType.ROUTINE;
			case "aggregate" -> ObjectType.AGGREGATE;
			case "trigger" -> ObjectType.TRIGGER;
			case "rule" -> ObjectType.RULE;
			case "policy" -> ObjectType.POLICY;
			case "schema" -> ObjectType.SCHEMA;
			case "database" -> ObjectType.DATABASE;
			case "tablespace" -> ObjectType.TABLESPACE;
			case "role", "group" -> ObjectType.ROLE;
			case "extension" -> ObjectType.EXTENSION;
			case "publication" -> ObjectType.PUBLICATION;
			case "subscription" -> ObjectType.SUBSCRIPTION;
			case "statistics" -> ObjectType.STATISTICS;
			case "collation" -> ObjectType.COLLATION;
			case "user" -> user(cursor);
			case "materialized" -> followed(cursor, ObjectType.MATERIALIZED_VIEW, "view");
			case "event" -> followed(cursor, ObjectType.EVENT_TRIGGER, "trigger");
			case "foreign" -> foreign(cursor);
			case "conversion", "language", "server" -> ObjectType.OTHER;
			case "procedural" -> followed(cursor, ObjectType.OTHER, "language");
			case "access" -> followed(cursor, ObjectType.OTHER, "method");
			case "text" -> textSearch(cursor);
			default -> throw new UnexpectedSyntaxException();
		};
	}

	private static ObjectType followed(TokenCursor cursor, ObjectType type, String word) {
		cursor.expect(word);
		return type;
	}

	private static ObjectType user(TokenCursor cursor) {
		if (cursor.is("mapping")) {
			throw new UnexpectedSyntaxException();
		}
		return ObjectType.ROLE;
	}

	private static ObjectType foreign(TokenCursor cursor) {
		if (cursor.accept("table")) {
			return ObjectType.FOREIGN_TABLE;
		}
		cursor.expect("data", "wrapper");
		return ObjectType.OTHER;
	}

	private static ObjectType textSearch(TokenCursor cursor) {
		cursor.expect("search");
		return switch (cursor.next().word()) {
			case "configuration", "dictionary", "parser", "template" -> ObjectType.OTHER;
			default -> throw new UnexpectedSyntaxException();
		};
	}

	static boolean isRoutine(ObjectType type) {
		return switch (type) {
			case FUNCTION, PROCEDURE, ROUTINE, AGGREGATE -> true;
			default -> false;
		};
	}

	/** Whether objects of the kind belong to a table and have their names beside it. */
	static boolean isPartOfTable(ObjectType type) {
		return type == ObjectType.TRIGGER || type == ObjectType.RULE || type == ObjectType.POLICY;
	}

}
