package dev.appmigrations.engine.adopt.folder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import dev.appmigrations.engine.migration.ErrorCode;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.migration.Problem;

/**
 * How a folder looks in our form, before it is written.
 *
 * @param files the new files, in the order of the old ones
 * @param problems what cannot be taken over, or only in part
 */
public record FolderRewriting(List<NewFile> files, List<Problem> problems) {

	public FolderRewriting {
		files = List.copyOf(files);
		problems = List.copyOf(problems);
	}

	/**
	 * Writes the files. None is ever overwritten: one that is there already with another
	 * text stops it before anything is written. One with the same text, from a run
	 * before, is left as it is.
	 * @param folder where to, created where it is missing
	 * @throws MigrationException if there is an error among the problems, two files have
	 * one name, a file is there already, or the folder cannot be written
	 */
	public void write(Path folder) {
		refuse(this.problems.stream().filter(Problem::isError).map(Problem::message).toList(),
				"Some files cannot be written anew", "Mend them, or write them by hand. Nothing was written.");
		refuse(doubled(), "Two files would have one name", "Give one of them another name. Nothing was written.");
		refuse(this.files.stream()
			.filter((file) -> isThere(folder, file) && !isSame(folder, file))
			.map((file) -> folder.resolve(file.name()).toString())
			.toList(), "Files are never overwritten, and these are there already",
				"Remove them or name another folder. Nothing was written.");
		try {
			Files.createDirectories(folder);
			for (NewFile file : this.files) {
				if (!isThere(folder, file)) {
					Files.writeString(folder.resolve(file.name()), file.text(), StandardOpenOption.CREATE_NEW);
				}
			}
		}
		catch (IOException ex) {
			throw new MigrationException(ErrorCode.SCRIPT_UNWRITABLE, folder + " cannot be written: " + ex,
					"Make it writable, or name another folder.", ex);
		}
	}

	private static boolean isThere(Path folder, NewFile file) {
		return Files.exists(folder.resolve(file.name()));
	}

	private static boolean isSame(Path folder, NewFile file) {
		try {
			return Files.readString(folder.resolve(file.name())).equals(file.text());
		}
		catch (IOException ex) {
			return false;
		}
	}

	private List<String> doubled() {
		Map<String, String> first = new HashMap<>();
		return this.files.stream().filter((file) -> {
			String other = first.putIfAbsent(file.name().toLowerCase(Locale.ROOT), file.from());
			return other != null;
		})
			.map((file) -> file.name() + ", from " + first.get(file.name().toLowerCase(Locale.ROOT)) + " and "
					+ file.from())
			.toList();
	}

	private static void refuse(List<String> reasons, String what, String remedy) {
		if (!reasons.isEmpty()) {
			throw new MigrationException(ErrorCode.SCRIPT_UNWRITABLE,
					what + ":" + reasons.stream().map((reason) -> "\n  " + reason).collect(Collectors.joining()),
					remedy, null);
		}
	}

}
