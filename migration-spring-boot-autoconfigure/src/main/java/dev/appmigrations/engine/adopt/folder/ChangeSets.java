package dev.appmigrations.engine.adopt.folder;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.appmigrations.engine.wording.Message;
import dev.appmigrations.engine.wording.Placeholder;
import org.jspecify.annotations.Nullable;

/**
 * One file of Liquibase's formatted SQL, while it is written anew: the statements of all
 * change sets as the up section, their rollbacks in reverse order as the down section, if
 * each change set has one. The lines that name the change sets stay, as comments.
 */
final class ChangeSets {

	private static final Pattern ROLLBACK = Pattern.compile("\\s*--\\s*rollback(?:\\s+(.*))?",
			Pattern.CASE_INSENSITIVE);

	private static final Pattern ROLLBACK_BLOCK = Pattern.compile("\\s*/\\*\\s*liquibase\\s*rollback\\s*",
			Pattern.CASE_INSENSITIVE);

	private static final Pattern NO_ROLLBACK = Pattern.compile("(?:empty|not\\s+required)\\s*;?",
			Pattern.CASE_INSENSITIVE);

	private static final Pattern ATTRIBUTE = Pattern.compile("(\\w+)\\s*:\\s*(\"[^\"]*\"|\\S+)");

	private static final Pattern LINE = Pattern
		.compile("\\s*--\\s*(preconditions\\b|property\\b|ignoreLines:|ignore:).*", Pattern.CASE_INSENSITIVE);

	/** Attributes that no longer have an effect, with the alternative. */
	private static final Map<String, String> REMEDIES = Map.of("context",
			"It always runs now: remove it if it shall not.", "contextfilter",
			"It always runs now: remove it if it shall not.", "labels",
			"It always runs now: remove it if it shall not.", "runonchange",
			"It runs once now: name the file R__….sql, and it runs whenever its text changes.", "runalways",
			"It runs once now: name the file R__….sql, and it runs whenever its text changes.", "preconditions",
			"It always runs now: write the condition as SQL, for example with IF EXISTS.");

	private static final String PROPERTY = "property";

	private final OldFile file;

	private final Rewritten rewritten;

	private final Statements up = new Statements();

	/** The rollback of each change set, the last in front. */
	private final Deque<Statements> rollbacks = new ArrayDeque<>();

	private boolean transactional = true;

	private boolean inBlock;

	private boolean described;

	private @Nullable String changeSet;

	private @Nullable String irreversible;

	ChangeSets(OldFile file, Rewritten rewritten) {
		this.file = file;
		this.rewritten = rewritten;
	}

	String rewrite() {
		this.file.text().lines().forEach(this::add);
		endChangeSet();
		String option = (this.transactional) ? "" : " transaction:false";
		StringBuilder text = new StringBuilder("-- migrate:up").append(option).append('\n').append(this.up);
		boolean any = this.rollbacks.stream().anyMatch((rollback) -> !rollback.isBlank());
		if (any && this.irreversible == null) {
			text.append("\n-- migrate:down").append(option).append('\n');
			this.rollbacks.forEach(text::append);
		}
		else if (any) {
			this.rewritten.warn(this.file,
					"has a rollback for some of its change sets, but none for " + this.irreversible,
					"Its new form has no down section: write one that undoes the whole file.");
		}
		return text.toString();
	}

	private void add(String line) {
		Matcher start = ScriptMarkers.CHANGE_SET.matcher(line);
		Matcher rollback = ROLLBACK.matcher(line);
		Matcher block = ROLLBACK_BLOCK.matcher(line);
		if (this.inBlock) {
			addBlock(line);
		}
		else if (start.matches()) {
			endChangeSet();
			this.changeSet = line.strip();
			this.rollbacks.push(new Statements());
			attributes(start.group(3));
			this.up.add(line);
		}
		else if (rollback.matches()) {
			addRollback((rollback.group(1) != null) ? rollback.group(1) : "");
		}
		else if (block.matches()) {
			this.inBlock = true;
		}
		else if (!LiquibaseLayout.isHeader(line)) {
			Matcher directive = LINE.matcher(line);
			if (directive.matches()) {
				addDirective(directive.group(1));
			}
			this.up.add(line);
		}
	}

	private void addDirective(String name) {
		if (name.toLowerCase(Locale.ROOT).startsWith("ignore")) {
			this.rewritten.refuse(this.file, "has lines that Liquibase ignores", "Remove these lines.");
		}
		else {
			warn(name);
		}
	}

	private void addBlock(String line) {
		int end = line.indexOf("*/");
		this.inBlock = end < 0;
		addRollback((end < 0) ? line : line.substring(0, end));
	}

	private void addRollback(String text) {
		if (this.rollbacks.isEmpty() || text.isBlank()) {
			return;
		}
		this.described = true;
		if (text.toLowerCase(Locale.ROOT).contains("changesetid:")) {
			this.rewritten.warn(this.file, "names another change set as a rollback", "Write the rollback as SQL.");
		}
		else if (!NO_ROLLBACK.matcher(text.strip()).matches()) {
			this.rollbacks.element().add(text);
		}
	}

	private void endChangeSet() {
		if (this.changeSet != null && !this.described && this.up.isOpen()) {
			this.irreversible = this.changeSet;
		}
		this.up.end();
		if (!this.rollbacks.isEmpty()) {
			this.rollbacks.element().end();
		}
		this.described = false;
	}

	private void attributes(String text) {
		Matcher attribute = ATTRIBUTE.matcher(text);
		while (attribute.find()) {
			String key = attribute.group(1).toLowerCase(Locale.ROOT);
			String value = attribute.group(2).replace("\"", "");
			switch (key) {
				case "runintransaction" -> this.transactional &= !"false".equalsIgnoreCase(value);
				case "enddelimiter" -> {
					if (!";".equals(value)) {
						this.rewritten.refuse(this.file, "ends its statements with '" + value + "'",
								"End them with a semicolon, and remove the attribute endDelimiter.");
					}
				}
				case "dbms" -> {
					if (!value.toLowerCase(Locale.ROOT).contains("postgresql")) {
						this.rewritten.refuse(this.file, "has a change set for " + value + " alone",
								"Remove that change set.");
					}
				}
				case "runonchange", "runalways" -> {
					if ("true".equalsIgnoreCase(value)) {
						warn(key);
					}
				}
				case "context", "contextfilter", "labels" -> warn(key);
				default -> {
					// It says how Liquibase splits and checks, which needs no
					// counterpart.
				}
			}
		}
	}

	private void warn(String what) {
		String key = what.toLowerCase(Locale.ROOT);
		this.rewritten.warn(this.file, "has '" + key + "', which is not taken over", (PROPERTY.equals(key))
				? Message.of("Define it as ").and(new Placeholder("NAME")).and(", or write its value into the file.")
				: Message.of(REMEDIES.getOrDefault(key, "")));
	}

}
