package dev.appmigrations.generate;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import dev.appmigrations.engine.ddl.QuotedIdentifier;
import dev.appmigrations.engine.sql.ObjectName;
import dev.appmigrations.generate.Change.Draft;

/**
 * {@code add-enum-value}: no table is locked. What has to wait is not the value, but the
 * first row that has it.
 */
final class AddEnumValue implements Generator {

	private static final String AFTER = "after";

	private static final String BEFORE = "before";

	@Override
	public String name() {
		return "add-enum-value";
	}

	@Override
	public String parameters() {
		return "TYPE VALUE";
	}

	@Override
	public String description() {
		return "Add a value to an enum type.";
	}

	@Override
	public Set<String> options() {
		return Set.of(AFTER, BEFORE);
	}

	@Override
	public GeneratedMigrations generate(ChangeRequest request, Catalogue catalogue) {
		ObjectName type = NameArgument.relation(Arguments.get(this, request, 0));
		String value = Arguments.get(this, request, 1);
		String after = request.option(AFTER);
		String before = request.option(BEFORE);
		if (after != null && before != null) {
			throw new RefusedChangeException("A value has one place.", "Say --after or --before.");
		}
		List<String> labels = labels(catalogue, type, value);
		Stream.of(Optional.ofNullable(after), Optional.ofNullable(before))
			.flatMap(Optional::stream)
			.forEach((neighbour) -> neighbour(type, labels, neighbour));
		String place = (after != null) ? " AFTER " + Quoting.literal(after)
				: (before != null) ? " BEFORE " + Quoting.literal(before) : "";
		Change change = new Change(Arguments.title(this, request), request,
				"which can read the value and writes it nowhere");
		change.add(Draft.expand("add " + type.name() + " " + value, "adds the value " + value,
				new FileText().statement("ALTER TYPE " + QuotedIdentifier.of(type) + " ADD VALUE IF NOT EXISTS "
						+ Quoting.literal(value) + place),
				new FileText().directive("irreversible", "a value of an enum cannot be dropped")));
		change.note("Write " + value + " for the first time when every instance can read it: with the next release, or "
				+ "behind a switch.");
		return change.finish();
	}

	private static List<String> labels(Catalogue catalogue, ObjectName type, String value) {
		List<String> labels = catalogue.enumLabels(type);
		if (labels == null) {
			throw new RefusedChangeException("There is no enum " + type + ".",
					"Write its name as in SQL, with its schema if the search path does not find it.");
		}
		if (labels.contains(value)) {
			throw new RefusedChangeException("Enum " + type + " has the value " + value + " already.",
					"There is nothing to do.");
		}
		return labels;
	}

	private static void neighbour(ObjectName type, List<String> labels, String neighbour) {
		if (!labels.contains(neighbour)) {
			throw new RefusedChangeException("Enum " + type + " has no value " + neighbour + ".",
					"Its values are " + String.join(", ", labels) + ".");
		}
	}

}
