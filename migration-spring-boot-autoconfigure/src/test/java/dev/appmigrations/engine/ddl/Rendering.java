package dev.appmigrations.engine.ddl;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.StringJoiner;
import java.util.stream.Collectors;

import dev.appmigrations.engine.sql.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * Renders statements for comparison: records with their names, without what is not there
 * (nothing, {@code false}, an empty list), and without places in the text.
 */
final class Rendering {

	private Rendering() {
	}

	static String of(String statement) {
		return render(DdlStatement.of(statement));
	}

	static String render(@Nullable Object value) {
		if (value instanceof ObjectName name) {
			return String.join(".", name.parts());
		}
		if (value instanceof TypeName type) {
			return render(type.name()) + ((type.modifiers().isEmpty()) ? "" : type.modifiers())
					+ ((type.array()) ? "[]" : "");
		}
		if (value instanceof Expression expression) {
			return "<" + expression.text() + ">" + names(expression.functions(), "()")
					+ names(expression.columns(), "");
		}
		if (value instanceof Record data) {
			return renderRecord(data);
		}
		if (value instanceof Collection<?> values) {
			return values.stream().map(Rendering::render).collect(Collectors.joining(", ", "[", "]"));
		}
		return String.valueOf(value);
	}

	private static String names(Collection<ObjectName> names, String suffix) {
		return names.stream().map((name) -> " " + name + suffix).collect(Collectors.joining());
	}

	private static String renderRecord(Record data) {
		StringJoiner text = new StringJoiner(" ", data.getClass().getSimpleName() + "(", ")");
		for (RecordComponent component : data.getClass().getRecordComponents()) {
			Object value = valueOf(data, component);
			if (value instanceof ConstraintAttributes attributes) {
				String rendered = renderRecord(attributes);
				text.add(rendered.substring(rendered.indexOf('(') + 1, rendered.length() - 1));
			}
			else if (value instanceof Boolean flag) {
				text.add((flag) ? component.getName()
						: (component.getType() == Boolean.class) ? "!" + component.getName() : "");
			}
			else if (isThere(value)) {
				text.add(component.getName() + "=" + render(value));
			}
		}
		return text.toString().replaceAll(" +", " ").replace("( ", "(").replace(" )", ")");
	}

	private static boolean isThere(@Nullable Object value) {
		return value != null && !(value instanceof TextRange)
				&& !(value instanceof Collection<?> values && values.isEmpty());
	}

	private static @Nullable Object valueOf(Record data, RecordComponent component) {
		try {
			return component.getAccessor().invoke(data);
		}
		catch (IllegalAccessException | InvocationTargetException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
