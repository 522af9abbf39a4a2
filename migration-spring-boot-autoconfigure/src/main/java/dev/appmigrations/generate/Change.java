package dev.appmigrations.generate;

import java.util.ArrayList;
import java.util.List;

import dev.appmigrations.engine.migration.Phase;
import dev.appmigrations.generate.GeneratedMigration.Release;

/**
 * The migrations of a change while they are written. A file is added when its text is
 * known; its head is written at the end, when it is known who waits for whom.
 */
final class Change {

	private final String title;

	private final long firstVersion;

	private final String stillUsed;

	private final List<Draft> drafts = new ArrayList<>();

	private final List<String> notes = new ArrayList<>();

	/**
	 * Begins a change.
	 * @param title the change as it was said, such as {@code rename-column users.name
	 * full_name}
	 * @param request what else was said
	 * @param stillUsed what the release that ships the first files may still do, such as
	 * {@code which still uses name}
	 */
	Change(String title, ChangeRequest request, String stillUsed) {
		this.title = title;
		this.firstVersion = request.firstVersion();
		this.stillUsed = stillUsed;
	}

	void note(String note) {
		this.notes.add(note);
	}

	/**
	 * Adds a file.
	 * @param file what it is, its texts without a head
	 * @param requires the versions that it waits for
	 * @return its version
	 */
	long add(Draft file, Long... requires) {
		this.drafts.add(file.with(List.of(requires)));
		return this.firstVersion + this.drafts.size() - 1;
	}

	GeneratedMigrations finish() {
		List<GeneratedMigration> files = new ArrayList<>();
		for (int i = 0; i < this.drafts.size(); i++) {
			files.add(finished(i));
		}
		return new GeneratedMigrations(files, this.notes);
	}

	private GeneratedMigration finished(int number) {
		Draft draft = this.drafts.get(number);
		long version = this.firstVersion + number;
		FileText head = new FileText();
		head.comment(this.title + ", " + (number + 1) + " of " + this.drafts.size() + ": " + draft.summary() + ".");
		head.comment(ships(draft));
		head.comment(waits(draft, version));
		if (draft.phase() == Phase.CONTRACT) {
			head.directive("phase", draft.phaseValue());
		}
		if (!draft.requires().isEmpty()) {
			head.directive("requires", String.join(", ", draft.requires().stream().map(String::valueOf).toList()));
		}
		String undone = "-- Undoes " + version + ", which " + draft.summary() + ".\n";
		return new GeneratedMigration(version, draft.description(), draft.phase(), draft.release(), draft.backfill(),
				draft.requires(), head + draft.up().below(), undone + draft.down().below());
	}

	private String ships(Draft draft) {
		if (draft.release() == Release.THIS) {
			return "Ships with this release" + ((this.stillUsed.isEmpty()) ? "." : ", " + this.stillUsed + ".");
		}
		return "Ships with the next release, the first that " + draft.newRelease() + ".";
	}

	private String waits(Draft draft, long version) {
		List<String> waiting = new ArrayList<>();
		for (int i = 0; i < this.drafts.size(); i++) {
			if (this.drafts.get(i).requires().contains(version)) {
				waiting.add(String.valueOf(this.firstVersion + i));
			}
		}
		List<String> targets = new ArrayList<>();
		draft.requires().forEach((required) -> targets.add(String.valueOf(required)));
		if (draft.phase() == Phase.CONTRACT) {
			targets.add("the end of the last instance that does not ship it");
		}
		return "Waits for " + ((targets.isEmpty()) ? "nothing" : String.join(" and ", targets)) + ". "
				+ ((waiting.isEmpty()) ? "Nothing waits for it."
						: "Waiting for it: " + String.join(", ", waiting) + ".");
	}

	/**
	 * A file while it is written.
	 *
	 * @param description words for its name
	 * @param summary what it does, for its head
	 * @param phase when it may run
	 * @param phaseValue the value of the directive, if it is a contract migration
	 * @param release which release ships it
	 * @param newRelease what the release does that ships it, if it is the next one
	 * @param backfill whether it changes rows in batches
	 * @param requires the versions that it waits for
	 * @param up its text
	 * @param down the text of what undoes it
	 */
	record Draft(String description, String summary, Phase phase, String phaseValue, Release release, String newRelease,
			boolean backfill, List<Long> requires, FileText up, FileText down) {

		static Draft expand(String description, String summary, FileText up, FileText down) {
			return new Draft(description, summary, Phase.EXPAND, "", Release.THIS, "", false, List.of(), up, down);
		}

		static Draft backfill(String description, String summary, FileText up, FileText down) {
			return new Draft(description, summary, Phase.EXPAND, "", Release.THIS, "", true, List.of(), up, down);
		}

		static Draft contract(String description, String summary, String newRelease, FileText up, FileText down) {
			return new Draft(description, summary, Phase.CONTRACT, "contract", Release.NEXT, newRelease, false,
					List.of(), up, down);
		}

		/**
		 * A contract migration that ships with the release that needs the old shape no
		 * more.
		 */
		static Draft drained(String description, String summary, FileText up, FileText down) {
			return new Draft(description, summary, Phase.CONTRACT, "contract", Release.THIS, "", false, List.of(), up,
					down);
		}

		Draft with(List<Long> requires) {
			return new Draft(this.description, this.summary, this.phase, this.phaseValue, this.release, this.newRelease,
					this.backfill, requires, this.up, this.down);
		}

		Draft after(String soak) {
			return new Draft(this.description, this.summary, this.phase, "contract after " + soak, this.release,
					this.newRelease, this.backfill, this.requires, this.up, this.down);
		}

	}

}
