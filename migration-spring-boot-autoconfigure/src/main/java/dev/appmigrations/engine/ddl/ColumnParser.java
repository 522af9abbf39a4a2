package dev.appmigrations.engine.ddl;

import java.util.ArrayList;
import java.util.List;

import dev.appmigrations.engine.sql.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * Reads columns: the grammar's {@code columnDef}, and {@code columnOptions} of partitions
 * and typed tables.
 */
final class ColumnParser {

	private final TokenCursor cursor;

	private final NameParser names;

	ColumnParser(TokenCursor cursor) {
		this.cursor = cursor;
		this.names = new NameParser(cursor);
	}

	/** A column with its type. */
	ColumnDefinition parse() {
		int start = this.cursor.start();
		String name = this.names.name();
		TypeName type = new TypeParser(this.cursor).parse();
		if (this.cursor.accept("storage") && !this.cursor.accept("default")) {
			this.names.name();
		}
		if (this.cursor.accept("compression") && !this.cursor.accept("default")) {
			this.names.name();
		}
		if (this.cursor.accept("options")) {
			this.cursor.skipParenthesis();
		}
		return definition(start, name, type);
	}

	/** A column of a table that has its columns from elsewhere. */
	ColumnDefinition parseOptions() {
		int start = this.cursor.start();
		String name = this.names.name();
		this.cursor.accept("with", "options");
		return definition(start, name, null);
	}

	private ColumnDefinition definition(int start, String name, @Nullable TypeName type) {
		ColumnConstraintParser parser = new ColumnConstraintParser(this.cursor, name);
		List<Constraint> constraints = new ArrayList<>(parser.parse());
		return new ColumnDefinition(name, type, parser.collation(), constraints, this.cursor.rangeFrom(start));
	}

	/** An attribute of a composite type: {@code name type [COLLATE c]}. */
	ColumnDefinition parseAttribute() {
		int start = this.cursor.start();
		String name = this.names.name();
		TypeName type = new TypeParser(this.cursor).parse();
		ObjectName collation = (this.cursor.accept("collate")) ? this.names.qualifiedName() : null;
		return new ColumnDefinition(name, type, collation, List.of(), this.cursor.rangeFrom(start));
	}

}
