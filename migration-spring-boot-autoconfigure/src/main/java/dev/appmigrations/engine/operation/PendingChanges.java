package dev.appmigrations.engine.operation;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import dev.appmigrations.engine.ddl.AlterTable;
import dev.appmigrations.engine.ddl.CreateFunction;
import dev.appmigrations.engine.ddl.CreateTable;
import dev.appmigrations.engine.ddl.CreateTableAs;
import dev.appmigrations.engine.ddl.CreateType;
import dev.appmigrations.engine.ddl.CreateView;
import dev.appmigrations.engine.ddl.DdlStatement;
import dev.appmigrations.engine.ddl.Drop;
import dev.appmigrations.engine.ddl.Query;
import dev.appmigrations.engine.ddl.Rename;
import dev.appmigrations.engine.ddl.SetSchema;
import dev.appmigrations.engine.ddl.SetVariable;
import dev.appmigrations.engine.ddl.Truncate;
import dev.appmigrations.engine.sql.ObjectName;
import dev.appmigrations.engine.sql.QuotedText;
import dev.appmigrations.engine.sql.StatementTokens;
import dev.appmigrations.engine.sql.TokenType;
import org.jspecify.annotations.Nullable;

/**
 * What pending statements have created, changed or set so far: a later statement that
 * mentions it means something else now, or nothing at all. Only the last part of a name
 * counts, so that a statement may be left out that could have been estimated.
 */
final class PendingChanges {

	private static final Set<String> SETTINGS = Set.of("search_path", "role", "session_authorization", "all",
			"standard_conforming_strings");

	/** The migration in which a name was changed first. */
	private final Map<String, String> names = new HashMap<>();

	private String migration = "";

	private boolean settings;

	/**
	 * Begins a script: what the one before has set is gone.
	 * @param name the name of the migration
	 */
	void begin(String name) {
		this.migration = name;
		this.settings = false;
	}

	void add(DdlStatement statement) {
		if (statement instanceof SetVariable set) {
			this.settings |= SETTINGS.contains(set.variable());
		}
		else if (statement instanceof Query query) {
			this.settings |= query.functions().stream().anyMatch((name) -> name.name().equals("set_config"));
		}
		else {
			changed(statement).forEach((name) -> this.names.putIfAbsent(folded(name.name()), this.migration));
			if (statement instanceof Rename rename) {
				this.names.putIfAbsent(folded(rename.newName()), this.migration);
			}
		}
	}

	private static List<ObjectName> changed(DdlStatement statement) {
		if (statement instanceof AlterTable alter) {
			return List.of(alter.table());
		}
		if (statement instanceof CreateTable create) {
			return List.of(create.table());
		}
		if (statement instanceof CreateTableAs create) {
			return List.of(create.table());
		}
		if (statement instanceof CreateView create) {
			return List.of(create.view());
		}
		if (statement instanceof CreateFunction create) {
			return List.of(create.function());
		}
		if (statement instanceof CreateType create) {
			return List.of(create.type());
		}
		if (statement instanceof Rename rename) {
			return List.of(rename.object());
		}
		if (statement instanceof SetSchema move) {
			return List.of(move.object());
		}
		if (statement instanceof Drop drop) {
			return drop.names();
		}
		return (statement instanceof Truncate truncate) ? truncate.tables() : List.of();
	}

	/**
	 * Tells why a statement cannot be planned before what comes first has run.
	 * @param statement its text
	 * @return a clause, {@code null} if it can
	 */
	@Nullable String obstacle(String statement) {
		if (this.settings) {
			return "the script sets search_path, role or the syntax of strings before it";
		}
		if (this.names.isEmpty()) {
			return null;
		}
		StatementTokens tokens = StatementTokens.of(statement);
		for (TokenType type = tokens.next(); type != null; type = tokens.next()) {
			if (type == TokenType.IDENTIFIER || type == TokenType.QUOTED_IDENTIFIER) {
				String name = statement.substring(tokens.start(), tokens.end());
				String text = (type == TokenType.QUOTED_IDENTIFIER)
						? QuotedText.identifier(name, QuotedText.DEFAULT_ESCAPE) : name;
				String first = this.names.get(folded(text));
				if (first != null) {
					return text + " is created or changed before it, by " + first;
				}
			}
		}
		return null;
	}

	private static String folded(String name) {
		return name.toLowerCase(Locale.ROOT);
	}

}
