package dev.appmigrations.engine.safety;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

import dev.appmigrations.engine.ddl.TextRange;
import dev.appmigrations.engine.safety.LintSettings.FileLevels;
import dev.appmigrations.engine.safety.Severity.Verdict;
import dev.appmigrations.engine.safety.facts.RelationFacts;
import dev.appmigrations.engine.safety.rule.Circumstances;
import dev.appmigrations.engine.safety.rule.Hazard;
import dev.appmigrations.engine.safety.rule.Rule;
import dev.appmigrations.engine.safety.rule.Rules;
import dev.appmigrations.engine.safety.rule.StatementSite;
import dev.appmigrations.engine.safety.state.TableState;
import dev.appmigrations.engine.sql.SourceExcerpt;
import dev.appmigrations.engine.sql.SourcePosition;
import dev.appmigrations.engine.sql.SqlStatement;
import dev.appmigrations.engine.sql.SqlSyntaxException;
import dev.appmigrations.engine.sql.StatementKind;
import dev.appmigrations.engine.sql.StatementReader;
import dev.appmigrations.engine.sql.TokenDigest;
import org.jspecify.annotations.Nullable;

/**
 * Makes findings of what rules recognise in the statements of one script.
 */
final class StatementJudge {

	/** The id of the finding about a directive that allows nothing. */
	static final String UNUSED = "unused-allow";

	private static final int FINGERPRINT = 16;

	private final LintedScript script;

	private final FileLevels levels;

	/** Those that are not off for this script, with the level that is set for it. */
	private final List<ActiveRule> rules = new ArrayList<>();

	private final Severity severity;

	private final Consumer<Finding> findings;

	StatementJudge(LintedScript script, LintSettings settings, Circumstances circumstances,
			Consumer<Finding> findings) {
		this.script = script;
		this.severity = new Severity(settings, circumstances);
		this.findings = findings;
		this.levels = settings.levelsFor(script.location());
		for (Rule rule : Rules.all()) {
			Level set = this.levels.of(rule.id());
			if (set != Level.OFF) {
				this.rules.add(new ActiveRule(rule, set));
			}
		}
	}

	void judge(StatementSite site, SqlStatement statement, List<Allowance> above, List<Allowance> inFile) {
		for (ActiveRule active : this.rules) {
			active.rule().check(site, (hazard) -> found(active, hazard, statement, above, inFile));
		}
	}

	private void found(ActiveRule active, Hazard hazard, SqlStatement statement, List<Allowance> above,
			List<Allowance> inFile) {
		Rule rule = active.rule();
		Level set = active.level();
		Verdict verdict = this.severity.of(rule.harm(), hazard);
		if (verdict == null) {
			return;
		}
		String allowed = reason(rule.id(), above, inFile);
		Level level = (set != null && verdict.dismissal() == null) ? set : verdict.level();
		SourcePosition position = position(statement, hazard.range());
		SourceExcerpt excerpt = SourceExcerpt.of(statement, position);
		List<String> evidence = new ArrayList<>(hazard.evidence());
		hazard.tables().forEach((table) -> sizes(table, evidence));
		this.findings.accept(new Finding(rule.id(), rule.harm().label(), level, this.script.name(),
				this.script.location(), position, excerpt.text(), excerpt.caret(),
				hazard.tables().stream().map((table) -> table.name().toString()).toList(), hazard.message(), evidence,
				hazard.remedy(), verdict.dismissal(), allowed, verdict.predicted(),
				fingerprint(rule.id(), statement.text())));
	}

	private static void sizes(TableState table, List<String> evidence) {
		RelationFacts facts = table.facts();
		if (facts != null && facts.rows() >= 0 && facts.bytes() >= 0) {
			evidence.add(String.format(Locale.ROOT, "%s: %,.0f rows, %s", table.name().name(), facts.rows(),
					size(facts.bytes() + Math.max(0, facts.indexBytes()))));
		}
	}

	private static String size(long bytes) {
		double value = bytes;
		for (String unit : List.of("bytes", "kB", "MB", "GB")) {
			if (value < 1024) {
				return String.format(Locale.ROOT, (value < 10 && !unit.equals("bytes")) ? "%.1f %s" : "%.0f %s", value,
						unit);
			}
			value /= 1024;
		}
		return String.format(Locale.ROOT, "%.1f TB", value);
	}

	private static @Nullable String reason(String rule, List<Allowance> above, List<Allowance> inFile) {
		for (List<Allowance> allowances : List.of(above, inFile)) {
			for (Allowance allowance : allowances) {
				if (allowance.allows(rule)) {
					return allowance.use();
				}
			}
		}
		return null;
	}

	private static SourcePosition position(SqlStatement statement, @Nullable TextRange range) {
		if (range == null || range.start() > statement.text().length()) {
			return statement.position();
		}
		return SourceExcerpt.locate(statement, statement.text().codePointCount(0, range.start()) + 1);
	}

	/** A directive that nothing needs hides what comes later. */
	void unused(List<Allowance> allowances) {
		Level set = this.levels.of(UNUSED);
		for (Allowance allowance : allowances) {
			if (!allowance.isUsed() && set != Level.OFF) {
				String text = "-- migrate:allow " + allowance.rule();
				SqlStatement directive = new SqlStatement(text, allowance.position(), StatementKind.OTHER);
				this.findings.accept(Finding.of(UNUSED, (set != null) ? set : Level.WARN, this.script,
						SourceExcerpt.of(directive, allowance.position()),
						"Rule " + allowance.rule() + " finds nothing that this directive allows", "",
						fingerprint(UNUSED, text)));
			}
		}
	}

	private String fingerprint(String rule, String statement) {
		TokenDigest tokens = new TokenDigest();
		try (StatementReader reader = StatementReader.scanning(new StringReader(statement), tokens)) {
			reader.next();
		}
		catch (SqlSyntaxException ex) {
			// A long statement is cut off anywhere: its beginning tells enough.
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		String all = rule + "\n" + this.script.name() + "\n" + tokens.finish();
		try {
			byte[] digest = MessageDigest.getInstance("SHA-256").digest(all.getBytes(StandardCharsets.UTF_8));
			return HexFormat.of().formatHex(digest, 0, FINGERPRINT);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Each Java platform has SHA-256", ex);
		}
	}

	/**
	 * A rule that is looked for.
	 *
	 * @param rule the rule
	 * @param level the level of its findings, {@code null} for the linter's own
	 */
	private record ActiveRule(Rule rule, @Nullable Level level) {

	}

}
