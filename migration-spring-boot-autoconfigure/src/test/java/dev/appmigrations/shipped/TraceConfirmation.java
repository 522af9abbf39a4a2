package dev.appmigrations.shipped;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import dev.appmigrations.engine.safety.Finding;
import dev.appmigrations.engine.safety.trace.MigrationTrace;
import dev.appmigrations.engine.safety.trace.ObjectTrace;
import dev.appmigrations.engine.safety.trace.StatementTrace;
import dev.appmigrations.engine.safety.trace.UnitTrace;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a trace shows what a finding of the linter predicts.
 */
final class TraceConfirmation {

	/** Their harm is the lock alone: they read no table from end to end. */
	private static final Set<String> LOCK_ALONE = Set.of("drop-index-non-concurrent", "create-partition-of");

	/** What they do, they do while an earlier statement's lock is held. */
	private static final Set<String> UNDER_ANY_LOCK = Set.of("backfill-with-ddl-same-transaction",
			"validate-while-holding-lock");

	private final Finding finding;

	private final Set<String> tables;

	private TraceConfirmation(Finding finding) {
		this.finding = finding;
		this.tables = new HashSet<>(finding.objects());
		finding.objects().forEach((table) -> this.tables.add("public." + table));
	}

	/**
	 * Compares a finding with what its statement did.
	 * @param finding the finding
	 * @param migration what its migration did
	 * @return {@code null} if the trace confirms the finding, otherwise what it shows
	 * instead
	 */
	static @Nullable String objection(Finding finding, @Nullable MigrationTrace migration) {
		StatementTrace statement = (migration != null) ? statement(finding, migration) : null;
		if (statement == null) {
			return "the statement was not traced";
		}
		return (new TraceConfirmation(finding).isConfirmed(statement)) ? null : statement.toString();
	}

	private static @Nullable StatementTrace statement(Finding finding, MigrationTrace migration) {
		StatementTrace found = null;
		for (UnitTrace unit : migration.units()) {
			for (StatementTrace statement : unit.statements()) {
				if (statement.position().offset() <= finding.position().offset()) {
					found = statement;
				}
			}
		}
		return found;
	}

	private boolean isConfirmed(StatementTrace statement) {
		return switch (this.finding.harm()) {
			case "offline", "writes-blocked" -> keepsOthersOut(statement);
			case "fails" -> statement.failure() != null;
			default -> !statement.dropped().isEmpty() || !statement.locks().isEmpty();
		};
	}

	private boolean keepsOthersOut(StatementTrace statement) {
		boolean locks = statement.locks()
			.stream()
			.anyMatch((lock) -> lock.mode().blocksWrites()
					&& (UNDER_ANY_LOCK.contains(this.finding.rule()) || isMeant(lock.object())));
		if (LOCK_ALONE.contains(this.finding.rule())) {
			return locks;
		}
		List<ObjectTrace> worked = new ArrayList<>(statement.scans());
		worked.addAll(statement.rewrites());
		boolean works = worked.stream().anyMatch(this::isMeant) || statement.indexBuilds()
			.stream()
			.anyMatch((index) -> index.table() != null && this.tables.contains(index.table().toString()));
		return works && (locks || this.finding.rule().equals("dml-estimate-too-large"));
	}

	private boolean isMeant(ObjectTrace object) {
		return this.tables.contains(object.name().toString());
	}

}
