package dev.appmigrations.conformance;

import java.io.IOException;
import java.io.PrintStream;
import java.io.StringReader;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.appmigrations.engine.ddl.ColumnDefinition;
import dev.appmigrations.engine.ddl.ConstraintAttributes;
import dev.appmigrations.engine.ddl.DdlStatement;
import dev.appmigrations.engine.ddl.Expression;
import dev.appmigrations.engine.ddl.TextRange;
import dev.appmigrations.engine.ddl.TypeName;
import dev.appmigrations.engine.sql.ObjectName;
import dev.appmigrations.engine.sql.SqlStatement;
import dev.appmigrations.engine.sql.SqlSyntaxException;
import dev.appmigrations.engine.sql.StatementReader;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Prints all statements in the SQL files of folders and jars, with what
 * {@link DdlStatement} reads in them: one line of JSON for each.
 * <p>
 * Its arguments are the folders and jars.
 */
public final class DdlDump {

	private static final int LONGEST = 1_000_000;

	private final JsonMapper json = new JsonMapper();

	private final PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);

	private DdlDump() {
	}

	public static void main(String[] arguments) throws Exception {
		DdlDump dump = new DdlDump();
		SqlSources.read(List.of(arguments), dump::file);
		dump.out.flush();
	}

	private void file(String name, String text) throws IOException {
		// what psql alone understands stands in lines of its own, mostly
		String script = text.replaceAll("(?m)^\\s*\\\\.*$", "");
		try (StatementReader reader = StatementReader.of(new StringReader(script))) {
			for (SqlStatement statement = reader.next(); statement != null; statement = reader.next()) {
				if (statement.text().length() < LONGEST) {
					print(name + ":" + statement.position().line() + ":" + statement.position().column(),
							statement.text());
				}
			}
		}
		catch (SqlSyntaxException ex) {
			// a file for psql's or another tool's eyes
		}
	}

	private void print(String place, String sql) {
		Map<String, Object> line = new LinkedHashMap<>();
		line.put("place", place);
		line.put("sql", sql);
		line.put("read", read(DdlStatement.of(sql)));
		this.out.println(this.json.writeValueAsString(line));
	}

	private static Object read(Object value) {
		if (value instanceof ObjectName name) {
			return name.parts();
		}
		if (value instanceof Expression expression) {
			return Map.of("is", "Expression", "text", expression.text(), "functions", texts(expression.functions()),
					"columns", texts(expression.columns()));
		}
		if (value instanceof Collection<?> values) {
			return values.stream().map(DdlDump::read).toList();
		}
		return (value instanceof Record data) ? components(data)
				: (value instanceof Enum<?> constant) ? constant.name() : value;
	}

	private static List<String> texts(List<ObjectName> names) {
		return names.stream().map(ObjectName::toString).toList();
	}

	private static Map<String, Object> components(Record data) {
		Map<String, Object> components = new LinkedHashMap<>();
		components.put("is", data.getClass().getSimpleName());
		for (RecordComponent component : data.getClass().getRecordComponents()) {
			Object value = valueOf(data, component);
			if (value instanceof ConstraintAttributes attributes) {
				Map<String, Object> inner = components(attributes);
				inner.remove("is");
				components.putAll(inner);
			}
			else if (component.getType() == Boolean.class && value != null) {
				components.put(component.getName(), value.toString());
			}
			else if (value instanceof TextRange range) {
				if (data instanceof ColumnDefinition || data instanceof TypeName
						|| data instanceof ConstraintAttributes) {
					components.put("start", range.start());
				}
			}
			else if (value != null && !value.equals(false) && !value.equals(List.of())) {
				components.put(component.getName(), read(value));
			}
		}
		return components;
	}

	private static @Nullable Object valueOf(Record data, RecordComponent component) {
		try {
			return component.getAccessor().invoke(data);
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
