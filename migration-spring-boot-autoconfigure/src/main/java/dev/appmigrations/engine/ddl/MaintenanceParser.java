package dev.appmigrations.engine.ddl;

import java.util.ArrayList;
import java.util.List;

import dev.appmigrations.engine.sql.ObjectName;

/**
 * Reads the statements that work on whole tables and indexes: {@code TRUNCATE},
 * {@code REINDEX}, {@code CLUSTER}, {@code VACUUM}, {@code ANALYZE}, {@code REFRESH} and
 * {@code LOCK}.
 */
final class MaintenanceParser {

	private static final List<String> LOCK_MODES = List.of("access share", "row share", "row exclusive",
			"share update exclusive", "share row exclusive", "share", "exclusive", "access exclusive");

	private final TokenCursor cursor;

	private final NameParser names;

	MaintenanceParser(TokenCursor cursor) {
		this.cursor = cursor;
		this.names = new NameParser(cursor);
	}

	DdlStatement truncate() {
		this.cursor.expect("truncate");
		this.cursor.accept("table");
		List<ObjectName> tables = relations();
		if (this.cursor.is("restart", "identity") || this.cursor.is("continue", "identity")) {
			this.cursor.next();
			this.cursor.next();
		}
		boolean cascade = this.cursor.accept("cascade");
		if (!cascade) {
			this.cursor.accept("restrict");
		}
		this.cursor.expectEnd();
		return new Truncate(tables, cascade);
	}

	DdlStatement reindex() {
		this.cursor.expect("reindex");
		OptionList options = new OptionList(this.cursor);
		options.accept();
		ObjectType type = switch (this.cursor.next().word()) {
			case "index" -> ObjectType.INDEX;
			case "table" -> ObjectType.TABLE;
			case "schema" -> ObjectType.SCHEMA;
			case "database" -> ObjectType.DATABASE;
			case "system" -> ObjectType.SYSTEM;
			default -> throw new UnexpectedSyntaxException();
		};
		boolean concurrently = this.cursor.accept("concurrently") || options.isOn("concurrently");
		boolean unnamed = this.cursor.isAtEnd() && (type == ObjectType.DATABASE || type == ObjectType.SYSTEM);
		ObjectName name = (unnamed) ? null : this.names.qualifiedName();
		this.cursor.expectEnd();
		return new Reindex(type, name, concurrently);
	}

	DdlStatement cluster() {
		this.cursor.expect("cluster");
		if (!new OptionList(this.cursor).accept()) {
			this.cursor.accept("verbose");
		}
		if (this.cursor.isAtEnd()) {
			return new Cluster(null, null);
		}
		ObjectName table = this.names.qualifiedName();
		String index = null;
		if (this.cursor.accept("using")) {
			index = this.names.name();
		}
		else if (this.cursor.accept("on")) {
			index = table.name();
			table = this.names.qualifiedName();
		}
		this.cursor.expectEnd();
		return new Cluster(table, index);
	}

	DdlStatement vacuum() {
		this.cursor.expect("vacuum");
		OptionList options = new OptionList(this.cursor);
		boolean full = false;
		if (!options.accept()) {
			full = this.cursor.accept("full");
			this.cursor.accept("freeze");
			this.cursor.accept("verbose");
			if (!this.cursor.accept("analyze")) {
				this.cursor.accept("analyse");
			}
		}
		return new Vacuum(true, full || options.isOn("full"), tables());
	}

	DdlStatement analyze() {
		this.cursor.next();
		if (!new OptionList(this.cursor).accept()) {
			this.cursor.accept("verbose");
		}
		return new Vacuum(false, false, tables());
	}

	/** Tables, perhaps with columns, up to the end. */
	private List<ObjectName> tables() {
		List<ObjectName> tables = new ArrayList<>();
		if (this.cursor.isAtEnd()) {
			return tables;
		}
		do {
			tables.add(Relation.parse(this.cursor).name());
			this.cursor.acceptParenthesis();
		}
		while (this.cursor.accept(","));
		this.cursor.expectEnd();
		return tables;
	}

	DdlStatement refresh() {
		this.cursor.expect("refresh", "materialized", "view");
		boolean concurrently = this.cursor.accept("concurrently");
		ObjectName view = this.names.qualifiedName();
		boolean noData = this.cursor.accept("with", "no", "data");
		if (!noData) {
			this.cursor.accept("with", "data");
		}
		this.cursor.expectEnd();
		return new RefreshMaterializedView(view, concurrently, !noData);
	}

	DdlStatement lock() {
		this.cursor.expect("lock");
		this.cursor.accept("table");
		List<ObjectName> tables = relations();
		String mode = (this.cursor.accept("in")) ? mode() : "access exclusive";
		boolean nowait = this.cursor.accept("nowait");
		this.cursor.expectEnd();
		return new LockTable(tables, mode, nowait);
	}

	private String mode() {
		for (String mode : LOCK_MODES) {
			if (this.cursor.accept(mode.split(" "))) {
				this.cursor.expect("mode");
				return mode;
			}
		}
		throw new UnexpectedSyntaxException();
	}

	private List<ObjectName> relations() {
		List<ObjectName> relations = new ArrayList<>();
		do {
			relations.add(Relation.parse(this.cursor).name());
		}
		while (this.cursor.accept(","));
		return relations;
	}

}
