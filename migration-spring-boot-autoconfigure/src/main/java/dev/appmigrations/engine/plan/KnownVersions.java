package dev.appmigrations.engine.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.appmigrations.engine.migration.Migration;
import dev.appmigrations.engine.migration.MigrationVersion;
import dev.appmigrations.engine.migration.Problem;
import org.jspecify.annotations.Nullable;

/**
 * The versions that files and rows have, to find the one that a person means: the one
 * that is written in the same way, or else the only one that is equal, or alike where
 * timestamps are padded with zeros.
 */
public final class KnownVersions {

	private final Map<String, MigrationVersion> byText = new LinkedHashMap<>();

	/**
	 * Adds those of files.
	 * @param migrations the files
	 * @return this
	 */
	public KnownVersions add(Collection<Migration> migrations) {
		for (Migration migration : migrations) {
			add(migration.version());
		}
		return this;
	}

	KnownVersions addApplied(Collection<AppliedState> applied) {
		for (AppliedState state : applied) {
			add(state.version());
		}
		return this;
	}

	private void add(@Nullable MigrationVersion version) {
		if (version != null) {
			this.byText.putIfAbsent(version.toString(), version);
		}
	}

	/**
	 * Finds the version that is meant.
	 * @param wanted the version as a person wrote it
	 * @param what what names it, for a message
	 * @param problems receives a problem if it may be one of several
	 * @return the version, or the one that is wanted if there is none, or more than one
	 */
	public MigrationVersion find(MigrationVersion wanted, String what, List<Problem> problems) {
		MigrationVersion exact = this.byText.get(wanted.toString());
		if (exact != null) {
			return exact;
		}
		List<MigrationVersion> alike = new ArrayList<>();
		for (MigrationVersion version : this.byText.values()) {
			if (version.isAlike(wanted)) {
				alike.add(version);
			}
		}
		if (alike.size() > 1) {
			problems.add(Problem.error(Problem.Code.AMBIGUOUS_VERSION,
					what + " " + wanted + " may be any of these versions: "
							+ String.join(", ", alike.stream().map(MigrationVersion::toString).toList()) + ".",
					"Write the one that is meant exactly as its file name has it.", wanted.toString()));
			return wanted;
		}
		return (alike.isEmpty()) ? wanted : alike.get(0);
	}

}
