package dev.appmigrations.engine.adopt.folder;

import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.appmigrations.engine.migration.ErrorCode;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.sql.MarkingTool;
import dev.appmigrations.engine.sql.Utf8;

/**
 * Writes another tool's folder anew in our form. The old files stay as they are.
 */
public final class FolderRewriter {

	private final FolderLayout layout;

	private FolderRewriter(FolderLayout layout) {
		this.layout = layout;
	}

	/**
	 * Finds the rewriter for a tool.
	 * @param tool the name of the tool, for example {@code goose}
	 * @return the rewriter; empty for a tool whose files run unchanged, or are not SQL
	 */
	public static Optional<FolderRewriter> of(String tool) {
		FolderLayout upDown = new UpDownLayout();
		Map<String, FolderLayout> layouts = Map.of("goose", new GooseLayout(), "golang-migrate", upDown, "sqlx", upDown,
				"diesel", new DieselLayout(), "prisma", new PrismaLayout(), "liquibase", new LiquibaseLayout(),
				MarkingTool.NODE_PG_MIGRATE.rewriter(), new MarkedLayout(MarkingTool.NODE_PG_MIGRATE),
				MarkingTool.MYBATIS.rewriter(), new MarkedLayout(MarkingTool.MYBATIS));
		return Optional.ofNullable(layouts.get(tool)).map(FolderRewriter::new);
	}

	/**
	 * Returns the folder that the new files of another go into, where none is named.
	 * @param folder the other tool's folder
	 * @return a folder beside it
	 */
	public static Path target(Path folder) {
		Path absolute = folder.toAbsolutePath().normalize();
		return absolute.resolveSibling(absolute.getFileName() + "-renamed");
	}

	/**
	 * Reads a folder with all folders below it, and says how it looks in our form.
	 * @param folder the other tool's folder
	 * @return the new files, not yet written
	 * @throws MigrationException if the folder cannot be read, or is not UTF-8
	 */
	public FolderRewriting plan(Path folder) {
		try (Stream<Path> found = Files.walk(folder)) {
			List<Path> paths = found.filter(Files::isRegularFile).toList();
			List<OldFile> files = new ArrayList<>(paths.size());
			for (Path path : paths) {
				String name = folder.relativize(path).toString().replace('\\', '/');
				boolean text = name.endsWith(".sql") || name.endsWith(".toml");
				files.add(new OldFile(name, (text) ? read(path) : ""));
			}
			// Not in the order of paths, which other systems compare without their case.
			files.sort(Comparator.comparing(OldFile::path));
			return NewNames.check(this.layout.rewrite(files, existing(target(folder))), this.layout.ordersByName());
		}
		catch (IOException ex) {
			throw new MigrationException(ErrorCode.SCRIPT_UNREADABLE, folder + " cannot be read: " + ex,
					"Name the folder with the migrations, readable and in UTF-8.", ex);
		}
	}

	private static Set<String> existing(Path target) throws IOException {
		if (!Files.isDirectory(target)) {
			return Set.of();
		}
		try (Stream<Path> files = Files.list(target)) {
			return files.map((file) -> file.getFileName().toString()).collect(Collectors.toSet());
		}
	}

	private static String read(Path path) throws IOException {
		try (Reader reader = Utf8.reader(Files.newInputStream(path))) {
			StringWriter text = new StringWriter();
			reader.transferTo(text);
			return text.toString();
		}
		catch (IOException ex) {
			throw new IOException(path + ": " + ex.getMessage(), ex);
		}
	}

}
