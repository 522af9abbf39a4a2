package dev.appmigrations.engine.proof;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How two states of a catalogue differ.
 *
 * @param added what the second has and the first has not
 * @param removed what the first has and the second has not
 * @param changed what both have, with another definition
 */
public record SchemaDifference(List<SchemaObject> added, List<SchemaObject> removed, List<Change> changed) {

	/** No difference. */
	public static final SchemaDifference NONE = new SchemaDifference(List.of(), List.of(), List.of());

	public SchemaDifference {
		added = List.copyOf(added);
		removed = List.copyOf(removed);
		changed = List.copyOf(changed);
	}

	/**
	 * Compares two states.
	 * @param first the first
	 * @param second the second
	 * @return the difference
	 */
	public static SchemaDifference between(SchemaSnapshot first, SchemaSnapshot second) {
		List<Change> changed = new ArrayList<>();
		first.objects().forEach((identity, before) -> {
			SchemaObject after = second.objects().get(identity);
			if (after != null && !after.isSame(before)) {
				changed.add(new Change(before, after));
			}
		});
		return new SchemaDifference(missing(second, first), missing(first, second), changed);
	}

	private static List<SchemaObject> missing(SchemaSnapshot present, SchemaSnapshot absent) {
		Map<String, SchemaObject> there = absent.objects();
		return present.objects().values().stream().filter((object) -> !there.containsKey(object.identity())).toList();
	}

	/**
	 * Tells whether there is none.
	 * @return whether both states are the same
	 */
	public boolean isEmpty() {
		return this.added.isEmpty() && this.removed.isEmpty() && this.changed.isEmpty();
	}

	/**
	 * Returns what was added by itself, without what goes with something else that was
	 * added, such as the columns of a table.
	 * @return some of {@link #added()}
	 */
	public List<SchemaObject> addedRoots() {
		return roots(this.added);
	}

	/**
	 * Returns what was removed by itself, without what goes with something else that was
	 * removed.
	 * @return some of {@link #removed()}
	 */
	public List<SchemaObject> removedRoots() {
		return roots(this.removed);
	}

	private static List<SchemaObject> roots(List<SchemaObject> objects) {
		Set<String> identities = objects.stream().map(SchemaObject::identity).collect(Collectors.toSet());
		return objects.stream()
			.filter((object) -> object.owner() == null || !identities.contains(object.owner()))
			.toList();
	}

	/**
	 * Says the difference in words, for what should be the same.
	 * @return lines that end with a line end; empty if there is no difference
	 */
	public String text() {
		StringBuilder text = new StringBuilder();
		for (SchemaObject object : addedRoots()) {
			text.append("left behind: ").append(indented(object.toString())).append('\n');
			if (object.removal() != null) {
				text.append("    removed by: ").append(object.removal()).append('\n');
			}
		}
		removedRoots().forEach((object) -> text.append("gone: ").append(indented(object.toString())).append('\n'));
		for (Change change : this.changed) {
			text.append("changed: ")
				.append(change.before().identity())
				.append("\n    before: ")
				.append(indented(change.before().definition()))
				.append("\n    now:    ")
				.append(indented(change.after().definition()))
				.append('\n');
		}
		return text.toString();
	}

	private static String indented(String lines) {
		return lines.strip().replace("\n", "\n    ");
	}

	/**
	 * Something whose definition differs.
	 *
	 * @param before how it was
	 * @param after how it is
	 */
	public record Change(SchemaObject before, SchemaObject after) {

	}

}
