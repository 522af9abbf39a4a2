package dev.appmigrations.engine.safety;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;

import dev.appmigrations.engine.ddl.TextRange;
import dev.appmigrations.engine.safety.LintSettings.FileLevels;
import dev.appmigrations.engine.safety.ReadScript.Statement;
import dev.appmigrations.engine.safety.Severity.Verdict;
import dev.appmigrations.engine.safety.facts.RelationFacts;
import dev.appmigrations.engine.safety.rule.Circumstances;
import dev.appmigrations.engine.safety.rule.Harm;
import dev.appmigrations.engine.safety.rule.Hazard;
import dev.appmigrations.engine.safety.rule.Rule;
import dev.appmigrations.engine.safety.rule.Rules;
import dev.appmigrations.engine.safety.rule.StatementSite;
import dev.appmigrations.engine.safety.state.TableState;
import dev.appmigrations.engine.safety.trace.StatementTrace;
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

	/** All rules, each with the level that is set for it in this script. */
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
			this.rules.add(new ActiveRule(rule, this.levels.of(rule.id())));
		}
	}

	/**
	 * Judges a statement.
	 * @param site the statement, and what is known where it stands
	 * @param statement its text and its directives
	 * @param inFile the directives that hold for the whole file
	 * @param trace what it did on a scratch database, {@code null} if it was not traced
	 */
	void judge(StatementSite site, Statement statement, List<Allowance> inFile, @Nullable StatementTrace trace) {
		Judged judged = new Judged(statement.statement(), statement.above(), inFile, trace);
		Set<Harm> recognised = EnumSet.noneOf(Harm.class);
		for (ActiveRule active : this.rules) {
			if (trace != null || active.level() != Level.OFF) {
				active.rule().check(site, (hazard) -> {
					recognised.add(active.rule().harm());
					found(active, hazard, judged);
				});
			}
		}
		if (trace != null) {
			TracedEffects.find(site, trace, recognised, (rule, hazard) -> found(active(rule), hazard, judged));
		}
		else if (TracedEffects.mayBeHidden(statement.ddl())) {
			judged.useForTrace();
		}
	}

	private ActiveRule active(String id) {
		for (ActiveRule active : this.rules) {
			if (active.rule().id().equals(id)) {
				return active;
			}
		}
		throw new IllegalArgumentException("There is no rule " + id);
	}

	private void found(ActiveRule active, Hazard hazard, Judged judged) {
		Rule rule = active.rule();
		Level set = active.level();
		Verdict verdict = (set != Level.OFF) ? this.severity.of(rule.harm(), hazard) : null;
		if (verdict == null) {
			return;
		}
		SqlStatement statement = judged.statement();
		Level level = (set != null && verdict.dismissal() == null) ? set : verdict.level();
		SourcePosition position = position(statement, hazard.range());
		SourceExcerpt excerpt = SourceExcerpt.of(statement, position);
		List<String> evidence = new ArrayList<>(hazard.evidence());
		hazard.tables().forEach((table) -> sizes(table, evidence));
		if (judged.trace() != null) {
			evidence.add("trace: " + TraceEvidence.text(judged.trace()));
		}
		this.findings.accept(new Finding(rule.id(), rule.harm().label(), level, this.script.name(),
				this.script.location(), position, excerpt.text(), excerpt.caret(),
				hazard.tables().stream().map((table) -> table.name().toString()).toList(), hazard.message(), evidence,
				hazard.remedy(), verdict.dismissal(), judged.allowed(rule.id()), verdict.predicted(),
				fingerprint(rule.id(), statement.text()), false));
	}

	private static void sizes(TableState table, List<String> evidence) {
		RelationFacts facts = table.facts();
		if (facts != null && facts.rows() >= 0 && facts.bytes() >= 0) {
			evidence.add(String.format(Locale.ROOT, "%s: %,.0f rows, %s", table.name().name(), facts.rows(),
					new ByteSize(facts.bytes() + Math.max(0, facts.indexBytes()))));
		}
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
		String all = rule + "\n" + this.script.name() + "\n" + ((this.script.rollback()) ? "down\n" : "")
				+ tokens.finish();
		try {
			byte[] digest = MessageDigest.getInstance("SHA-256").digest(all.getBytes(StandardCharsets.UTF_8));
			return HexFormat.of().formatHex(digest, 0, FINGERPRINT);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Each Java platform has SHA-256", ex);
		}
	}

	/**
	 * A statement with what bears on the findings about it.
	 *
	 * @param statement its text
	 * @param above the directives above it
	 * @param inFile the directives that hold for the whole file
	 * @param trace what it did on a scratch database, {@code null} if it was not traced
	 */
	private record Judged(SqlStatement statement, List<Allowance> above, List<Allowance> inFile,
			@Nullable StatementTrace trace) {

		@Nullable String allowed(String rule) {
			for (List<Allowance> allowances : List.of(this.above, this.inFile)) {
				for (Allowance allowance : allowances) {
					if (allowance.allows(rule)) {
						return allowance.use();
					}
				}
			}
			return null;
		}

		/** A directive may be there for what only the trace can find. */
		void useForTrace() {
			for (List<Allowance> allowances : List.of(this.above, this.inFile)) {
				for (Allowance allowance : allowances) {
					if (TracedEffects.isAbout(allowance.rule())) {
						allowance.use();
					}
				}
			}
		}

	}

	/**
	 * A rule.
	 *
	 * @param rule the rule
	 * @param level the level of its findings, {@code null} for the linter's own
	 */
	private record ActiveRule(Rule rule, @Nullable Level level) {

	}

}
