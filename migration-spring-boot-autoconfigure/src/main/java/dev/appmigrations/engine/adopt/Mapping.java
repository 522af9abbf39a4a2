package dev.appmigrations.engine.adopt;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.appmigrations.engine.history.AdoptedMigration;
import dev.appmigrations.engine.migration.Migration;
import org.jspecify.annotations.Nullable;

/**
 * Rows of another tool's history beside the file that they stand for.
 *
 * @param rows one row, or the change sets of one file
 * @param migration the file
 */
public record Mapping(List<ForeignRow> rows, Migration migration) {

	public Mapping {
		rows = List.copyOf(rows);
	}

	/**
	 * Returns when the file was complete.
	 * @return the time of its latest row, {@code null} if the other tool does not keep it
	 */
	public @Nullable Instant appliedAt() {
		return runs().map(ForeignRow.Run::appliedAt)
			.filter(Objects::nonNull)
			.max(Comparator.naturalOrder())
			.orElse(null);
	}

	/**
	 * Returns by whom it was applied, or who wrote it.
	 * @return roles or authors, {@code null} if the other tool does not keep them
	 */
	public @Nullable String appliedBy() {
		String names = runs().map(ForeignRow.Run::appliedBy)
			.filter(Objects::nonNull)
			.distinct()
			.collect(Collectors.joining(", "));
		return (names.isEmpty()) ? null : names;
	}

	private Stream<ForeignRow.Run> runs() {
		return this.rows.stream().map(ForeignRow::run);
	}

	AdoptedMigration record(String source) {
		Long executionMs = (this.rows.size() == 1) ? this.rows.get(0).run().executionMs() : null;
		return new AdoptedMigration(this.migration, appliedAt(), appliedBy(), executionMs, source);
	}

}
