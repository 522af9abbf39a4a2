package dev.appmigrations.engine.safety.facts;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Reads from a plan in YAML how many rows it changes: those that the parts of each {@code
 * ModifyTable} deliver, because the node itself delivers only what RETURNING asks for
 * (see PostgreSQL: {@code src/backend/commands/explain.c}). Each node begins with its
 * type; the nodes below it are indented by four more columns. Texts are quoted, and stay
 * in their line.
 */
final class PlannedRows {

	private static final Pattern NODE = Pattern.compile("( *)(- )?Node Type: \"(.*)\"");

	private static final Pattern ATTRIBUTE = Pattern
		.compile(" *(?:- )?(Parent Relationship|Plan Rows): \"?([^\"]*)\"?");

	private static final int STEP = 4;

	private PlannedRows() {
	}

	/**
	 * Reads a plan.
	 * @param plan the server's answer
	 * @return the number of rows, {@code null} if the plan changes none
	 */
	static @Nullable Long of(@Nullable String plan) {
		if (plan == null) {
			return null;
		}
		List<Node> above = new ArrayList<>();
		List<Node> all = new ArrayList<>();
		for (String line : plan.split("\n")) {
			Matcher node = NODE.matcher(line);
			Matcher attribute = ATTRIBUTE.matcher(line);
			if (node.matches()) {
				int indent = node.group(1).length() + ((node.group(2) != null) ? 2 : 0);
				above.removeIf((other) -> other.indent >= indent);
				Node parent = (above.isEmpty()) ? null : above.get(above.size() - 1);
				Node found = new Node(indent, node.group(3),
						(parent != null && parent.indent == indent - STEP) ? parent.type : "");
				above.add(found);
				all.add(found);
			}
			else if (attribute.matches()) {
				int indent = line.indexOf(attribute.group(1));
				above.stream().filter((open) -> open.indent == indent).forEach((open) -> open.set(attribute));
			}
		}
		return sum(all);
	}

	private static @Nullable Long sum(List<Node> nodes) {
		Long sum = null;
		for (Node node : nodes) {
			if (node.parent.equals("ModifyTable") && !node.relationship.endsWith("Plan")) {
				sum = ((sum != null) ? sum : 0) + node.rows;
			}
		}
		return sum;
	}

	/** A node of the plan. */
	private static final class Node {

		private final int indent;

		private final String type;

		/** The type of the node above. */
		private final String parent;

		/** {@code InitPlan} and {@code SubPlan} deliver values, not rows. */
		private String relationship = "";

		private long rows;

		private Node(int indent, String type, String parent) {
			this.indent = indent;
			this.type = type;
			this.parent = parent;
		}

		private void set(Matcher attribute) {
			if (attribute.group(1).equals("Plan Rows")) {
				this.rows = (long) Double.parseDouble(attribute.group(2));
			}
			else {
				this.relationship = attribute.group(2);
			}
		}

	}

}
