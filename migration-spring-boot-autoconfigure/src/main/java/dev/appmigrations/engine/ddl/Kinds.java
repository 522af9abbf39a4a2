package dev.appmigrations.engine.ddl;

import java.util.ArrayList;
import java.util.List;

/**
 * Finds the elements of one kind. A loop, because each rule comes here with each
 * statement.
 */
final class Kinds {

	private Kinds() {
	}

	static <T, K extends T> List<K> select(List<T> elements, Class<K> kind) {
		List<K> found = new ArrayList<>(1);
		for (T element : elements) {
			if (kind.isInstance(element)) {
				found.add(kind.cast(element));
			}
		}
		return found;
	}

}
