package dev.appmigrations.engine.migration;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import dev.appmigrations.engine.wording.Message;

/**
 * Problems as they are reported: more than three of one kind become a single one, with
 * their number, three examples, their remedies and the names of all migrations concerned.
 * A folder of another tool with a thousand files would otherwise say the same thing a
 * thousand times.
 */
public final class ProblemGroups {

	private static final int EXAMPLES = 3;

	private ProblemGroups() {
	}

	/**
	 * Groups problems by code and severity.
	 * @param problems any problems
	 * @return the problems in the order in which each kind first appears; those of a kind
	 * that occurs at most three times are unchanged
	 */
	public static List<Problem> of(List<Problem> problems) {
		if (problems.size() <= EXAMPLES) {
			return problems;
		}
		Map<String, List<Problem>> kinds = new LinkedHashMap<>();
		for (Problem problem : problems) {
			kinds.computeIfAbsent(problem.severity() + " " + problem.code(), (kind) -> new ArrayList<>()).add(problem);
		}
		List<Problem> grouped = new ArrayList<>();
		for (List<Problem> kind : kinds.values()) {
			if (kind.size() > EXAMPLES) {
				grouped.add(group(kind));
			}
			else {
				grouped.addAll(kind);
			}
		}
		return grouped;
	}

	private static Problem group(List<Problem> kind) {
		Problem first = kind.get(0);
		Message message = Message.of(kind.size() + " problems of one kind ("
				+ first.code().name().toLowerCase(Locale.ROOT).replace('_', ' ') + "). The first three:");
		boolean same = kind.stream().allMatch((problem) -> problem.action().equals(first.action()));
		for (Problem example : kind.subList(0, EXAMPLES)) {
			message = message.and("\n  ")
				.and(ProblemText.indented((same) ? example.description() : ProblemText.of(example), "  "));
		}
		Set<String> migrations = new LinkedHashSet<>();
		kind.forEach((problem) -> migrations.addAll(problem.migrations()));
		return new Problem(first.code(), first.severity(), message,
				(same) ? first.action() : Message.of("Mend the others in the same way."), List.copyOf(migrations));
	}

}
