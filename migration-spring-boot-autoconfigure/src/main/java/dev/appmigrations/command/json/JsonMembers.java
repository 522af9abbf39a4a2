package dev.appmigrations.command.json;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import dev.appmigrations.command.json.JsonTree.Value;
import dev.appmigrations.engine.sql.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * The members of one object, for reading. Members that nobody asks for are ignored; an
 * error tells the place in the file and the path to the member.
 */
final class JsonMembers {

	private final String text;

	private final String path;

	private final int position;

	private final Map<?, ?> members;

	private JsonMembers(String text, String path, Value value) {
		this.text = text;
		this.path = path;
		this.position = value.position();
		if (!(value.content() instanceof Map<?, ?> map)) {
			throw wrong(value.position(), path, "is not an object");
		}
		this.members = map;
	}

	/**
	 * Parses a text that is an object.
	 * @param text the text
	 * @return its members
	 * @throws FactsFileException if it is not an object
	 */
	static JsonMembers parse(String text) {
		return new JsonMembers(text, "", JsonTree.parse(text));
	}

	@Nullable String stringOrNull(String name) {
		return convert(name, "is not a string", String.class, Function.identity());
	}

	String string(String name) {
		return required(name, stringOrNull(name));
	}

	boolean isTrue(String name) {
		return required(name, convert(name, "is not true or false", Boolean.class, Function.identity()));
	}

	@Nullable Boolean isTrueOrNull(String name) {
		return convert(name, "is not true or false", Boolean.class, Function.identity());
	}

	int integer(String name) {
		return required(name, convert(name, "is not an integer", BigDecimal.class, BigDecimal::intValueExact));
	}

	/** Returns -1 for what is missing. */
	long size(String name) {
		Long size = convert(name, "is not an integer", BigDecimal.class, BigDecimal::longValueExact);
		return (size != null) ? size : -1;
	}

	/** Returns -1 for what is missing. */
	double number(String name) {
		Double number = convert(name, "is not a number", BigDecimal.class, BigDecimal::doubleValue);
		return (number != null) ? number : -1;
	}

	<E extends Enum<E>> E constant(String name, Class<E> type) {
		return required(name, convert(name, "is none of " + List.of(type.getEnumConstants()), String.class,
				(constant) -> Enum.valueOf(type, constant)));
	}

	<T> @Nullable T parsed(String name, String wrong, Function<String, T> parser) {
		return convert(name, wrong, String.class, parser);
	}

	ObjectName objectName(String name) {
		return required(name, objectNameOrNull(name));
	}

	@Nullable ObjectName objectNameOrNull(String name) {
		Value value = value(name);
		return (value != null) ? objectName(value, path(name)) : null;
	}

	List<ObjectName> objectNames(String name) {
		return list(name, (value, path) -> objectName(value, path));
	}

	List<String> strings(String name) {
		return list(name, this::string);
	}

	/** Returns strings and {@code null}. */
	List<@Nullable String> stringsOrNulls(String name) {
		List<@Nullable String> strings = new ArrayList<>();
		for (Value element : list(name, (value, path) -> value)) {
			boolean known = element.content() != null;
			strings.add((known) ? string(element, path(name) + "[" + strings.size() + "]") : null);
		}
		return strings;
	}

	<T> List<T> objects(String name, Function<JsonMembers, T> reader) {
		return list(name, (value, path) -> reader.apply(new JsonMembers(this.text, path, value)));
	}

	<T> @Nullable T objectOrNull(String name, Function<JsonMembers, T> reader) {
		Value value = value(name);
		return (value != null) ? reader.apply(new JsonMembers(this.text, path(name), value)) : null;
	}

	/**
	 * Makes an exception about a member.
	 * @param name the member
	 * @param wrong what is wrong with it
	 */
	FactsFileException wrong(String name, String wrong) {
		Value value = value(name);
		return wrong((value != null) ? value.position() : this.position, path(name), wrong);
	}

	private ObjectName objectName(Value value, String path) {
		List<String> parts = list(value, path, this::string);
		if (parts.isEmpty()) {
			throw wrong(value.position(), path, "is not a name");
		}
		return new ObjectName(parts);
	}

	private String string(Value value, String path) {
		if (value.content() instanceof String string) {
			return string;
		}
		throw wrong(value.position(), path, "is not a string");
	}

	private <T> List<T> list(String name, Reader<T> reader) {
		Value value = value(name);
		return (value != null) ? list(value, path(name), reader) : List.of();
	}

	private <T> List<T> list(Value value, String path, Reader<T> reader) {
		if (!(value.content() instanceof List<?> elements)) {
			throw wrong(value.position(), path, "is not an array");
		}
		List<T> list = new ArrayList<>(elements.size());
		for (int i = 0; i < elements.size(); i++) {
			if (elements.get(i) instanceof Value element) {
				list.add(reader.read(element, path + "[" + i + "]"));
			}
		}
		return list;
	}

	private <C, T> @Nullable T convert(String name, String wrong, Class<C> type, Function<C, T> converter) {
		Value value = value(name);
		if (value == null) {
			return null;
		}
		try {
			if (type.isInstance(value.content())) {
				return converter.apply(type.cast(value.content()));
			}
		}
		catch (RuntimeException ex) {
			// Reported below.
		}
		throw wrong(value.position(), path(name), wrong);
	}

	/** Returns a member that is there and not null. */
	private @Nullable Value value(String name) {
		return (this.members.get(name) instanceof Value value && value.content() != null) ? value : null;
	}

	private <T> T required(String name, @Nullable T value) {
		if (value == null) {
			throw wrong(this.position, path(name), "is missing");
		}
		return value;
	}

	private String path(String name) {
		return (this.path.isEmpty()) ? name : this.path + "." + name;
	}

	private FactsFileException wrong(int position, String path, String wrong) {
		return new FactsFileException(
				JsonTree.place(this.text, position) + ": " + ((path.isEmpty()) ? "the value" : path) + " " + wrong);
	}

	/**
	 * Reads an element.
	 *
	 * @param <T> the type of the elements
	 */
	private interface Reader<T> {

		T read(Value value, String path);

	}

}
