package dev.appmigrations.engine.sql;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.appmigrations.engine.sql.ForeignMarker.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Knows the comments by which other tools divide their files. Those of goose, sql-migrate
 * and tern are read as these tools' sources do (pressly/goose:
 * internal/sqlparser/parser.go; rubenv/sql-migrate: sqlparse/sqlparse.go; jackc/tern:
 * migrate/migrate.go); what would be another marker in the eyes of a person, and none in
 * those of the tool, is not understood. The others are recognised at least wherever their
 * tools do, some of which look for their word anywhere in the comment
 * (mybatis/migrations: MigrationReader.java; playframework/playframework:
 * EvolutionsApi.scala). None of these tools reads its marker in a block comment.
 */
final class ForeignMarkers {

	private static final Pattern GOOSE = Pattern.compile("--[ \\t]*\\+goose(.*)", Pattern.CASE_INSENSITIVE);

	private static final Pattern NEAR_PLUS = Pattern.compile("-*\\W*\\+\\s*([a-z][\\w-]*)\\s*[:=]?\\s*(.*)",
			Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CHARACTER_CLASS);

	private static final String SQL_MIGRATE = "-- +migrate ";

	private static final String TERN = "---- create above / drop below ----";

	private static final String TERN_WITHOUT_TRANSACTION = "---- tern: disable-tx ----";

	private static final Pattern NODE_PG_MIGRATE = Pattern.compile("[\\s-]*(up|down)\\s+migrations?\\b.*",
			Pattern.CASE_INSENSITIVE);

	private static final Pattern RAMBLER = Pattern.compile("\\W*rambler\\W*(up|down)\\b.*", Pattern.CASE_INSENSITIVE);

	/** What stands behind a marker may be a remark, though not one that goes on. */
	private static final Pattern NUMBERED = Pattern.compile("\\W*\\d+\\s*(up|down)\\b(\\s*[^\\p{L}\\s].*|\\s*)",
			Pattern.CASE_INSENSITIVE);

	private static final Pattern MYBATIS = Pattern.compile("-*\\s*(//.*@undo|@undo\\b).*", Pattern.CASE_INSENSITIVE);

	private static final Pattern PLAY = Pattern.compile(".*!(ups|downs)\\b.*", Pattern.CASE_INSENSITIVE);

	private static final Pattern SHMIG = Pattern.compile("-*\\s*={2,}\\s*(up|down)\\b.*", Pattern.CASE_INSENSITIVE);

	/** Words that may stand beside the direction without making a sentence of it. */
	private static final List<String> FILLERS = List.of("migration", "migrate", "section", "script", "sql", "part",
			"begin", "start", "direction");

	private static final int MOST_WORDS = 3;

	private ForeignMarkers() {
	}

	static @Nullable ForeignMarker find(String comment, SourcePosition position) {
		String text = LineComments.strip(comment);
		ForeignMarker marker = withPlus(text, position);
		if (marker == null) {
			marker = tern(text, position);
		}
		return (marker != null) ? marker : other(text, position);
	}

	private static @Nullable ForeignMarker withPlus(String text, SourcePosition position) {
		Matcher plus = NEAR_PLUS.matcher(text);
		if (!plus.matches()) {
			return null;
		}
		String name = plus.group(1).toLowerCase(Locale.ROOT);
		if (name.startsWith("goose")) {
			return new ForeignMarker(MarkingTool.GOOSE, goose(text, position), text, position);
		}
		if (name.equals("migrate")) {
			return new ForeignMarker(MarkingTool.SQL_MIGRATE, sqlMigrate(text, position), text, position);
		}
		Kind kind = direction(plus.group(2).split("\\W+", 2)[0]);
		MarkingTool tool = (name.equals("micrate")) ? MarkingTool.MICRATE : MarkingTool.OTHER;
		return (kind != null) ? new ForeignMarker(tool, kind, text, position) : null;
	}

	private static Kind goose(String text, SourcePosition position) {
		Matcher goose = GOOSE.matcher(text);
		if (position.column() > 1 || !goose.matches()) {
			return Kind.UNKNOWN;
		}
		return switch (LineComments.strip(goose.group(1).replace("--", "")).toLowerCase(Locale.ROOT)) {
			case "up" -> Kind.UP;
			case "down" -> Kind.DOWN;
			case "statementbegin" -> Kind.STATEMENT_BEGIN;
			case "statementend" -> Kind.STATEMENT_END;
			case "no transaction" -> Kind.NO_TRANSACTION;
			case "envsub off" -> Kind.NOTHING;
			default -> Kind.UNKNOWN;
		};
	}

	private static Kind sqlMigrate(String text, SourcePosition position) {
		if (position.column() > 1 || !text.startsWith(SQL_MIGRATE)) {
			return Kind.UNKNOWN;
		}
		return switch (text.substring(SQL_MIGRATE.length()).strip().replaceAll("[ \\t]+", " ")) {
			case "Up" -> Kind.UP;
			case "Up notransaction" -> Kind.UP_WITHOUT_TRANSACTION;
			case "Down" -> Kind.DOWN;
			case "Down notransaction" -> Kind.DOWN_WITHOUT_TRANSACTION;
			case "StatementBegin" -> Kind.STATEMENT_BEGIN;
			case "StatementEnd" -> Kind.STATEMENT_END;
			default -> Kind.UNKNOWN;
		};
	}

	private static @Nullable ForeignMarker tern(String text, SourcePosition position) {
		if (text.equals(TERN)) {
			return new ForeignMarker(MarkingTool.TERN, Kind.DOWN, text, position);
		}
		List<String> words = words(text);
		if (text.contains(TERN) || words.equals(List.of("create", "above", "drop", "below"))) {
			return new ForeignMarker(MarkingTool.TERN, Kind.UNKNOWN, text, position);
		}
		if (words.equals(List.of("tern", "disable", "tx"))) {
			boolean exact = text.equals(TERN_WITHOUT_TRANSACTION) && position.column() == 1;
			return new ForeignMarker(MarkingTool.TERN, (exact) ? Kind.NO_TRANSACTION : Kind.UNKNOWN, text, position);
		}
		return null;
	}

	private static @Nullable ForeignMarker other(String text, SourcePosition position) {
		Matcher nodePgMigrate = NODE_PG_MIGRATE.matcher(text);
		if (nodePgMigrate.matches()) {
			return marker(MarkingTool.NODE_PG_MIGRATE, nodePgMigrate.group(1), text, position);
		}
		Matcher rambler = RAMBLER.matcher(text);
		if (rambler.matches()) {
			return marker(MarkingTool.RAMBLER, rambler.group(1), text, position);
		}
		Matcher numbered = NUMBERED.matcher(text);
		if (numbered.matches()) {
			return marker(MarkingTool.MOJO, numbered.group(1), text, position);
		}
		if (MYBATIS.matcher(text).matches()) {
			return marker(MarkingTool.MYBATIS, "undo", text, position);
		}
		Matcher play = PLAY.matcher(text);
		if (play.matches()) {
			return marker(MarkingTool.PLAY, play.group(1), text, position);
		}
		Matcher shmig = SHMIG.matcher(text);
		if (shmig.matches()) {
			return marker(MarkingTool.SHMIG, shmig.group(1), text, position);
		}
		List<String> words = words(text);
		if (words.isEmpty() || words.size() > MOST_WORDS) {
			return null;
		}
		String direction = null;
		for (String word : words) {
			if (direction(word) != null) {
				if (direction != null) {
					return null;
				}
				direction = word;
			}
			else if (!FILLERS.contains(word)) {
				return null;
			}
		}
		if (direction == null || ((direction.equals("rollback") || direction.equals("revert")) && isPlain(text))) {
			return null;
		}
		return marker(tool(text, direction), direction, text, position);
	}

	/** Guesses whose it is, for the message alone. */
	private static MarkingTool tool(String text, String direction) {
		if (direction.endsWith("grade")) {
			return MarkingTool.AERICH;
		}
		if (direction.equals("undo")) {
			return MarkingTool.MYBATIS;
		}
		if (text.contains("!")) {
			return MarkingTool.PLAY;
		}
		return (text.contains("== ")) ? MarkingTool.SHMIG : MarkingTool.OTHER;
	}

	private static ForeignMarker marker(MarkingTool tool, String direction, String text, SourcePosition position) {
		Kind kind = direction(direction);
		return new ForeignMarker(tool, (kind != null) ? kind : Kind.UNKNOWN, text, position);
	}

	private static @Nullable Kind direction(String word) {
		return switch (word.toLowerCase(Locale.ROOT)) {
			case "up", "ups", "upgrade" -> Kind.UP;
			case "down", "downs", "undo", "downgrade", "rollback", "revert" -> Kind.DOWN;
			default -> null;
		};
	}

	/**
	 * Returns whether nothing but dashes and a colon adorns the words: so people write a
	 * heading.
	 */
	private static boolean isPlain(String text) {
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			if (!Character.isLetterOrDigit(c) && !LineComments.isBlank(c) && c != '-' && c != ':' && c != '.') {
				return false;
			}
		}
		return true;
	}

	private static List<String> words(String text) {
		return List.of(text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+"))
			.stream()
			.filter((word) -> !word.isEmpty())
			.toList();
	}

}
