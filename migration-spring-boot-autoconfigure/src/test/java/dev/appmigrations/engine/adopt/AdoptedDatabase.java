package dev.appmigrations.engine.adopt;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;

import dev.appmigrations.engine.Migrator;
import dev.appmigrations.engine.adopt.folder.FolderRewriter;
import dev.appmigrations.engine.adopt.folder.FolderRewriting;
import dev.appmigrations.engine.history.HistoryDdl;
import dev.appmigrations.engine.history.HistoryReader;
import dev.appmigrations.engine.history.HistoryRecords;
import dev.appmigrations.engine.history.HistorySnapshot;
import dev.appmigrations.engine.history.HistoryTables;
import dev.appmigrations.engine.history.Recorder;
import dev.appmigrations.engine.history.Strength;
import dev.appmigrations.engine.jdbc.BatchFailedException;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.jdbc.StatementBatch;
import dev.appmigrations.engine.migration.Problem;
import dev.appmigrations.engine.report.MigrationReport;
import dev.appmigrations.engine.script.CatalogReader;
import dev.appmigrations.engine.script.Location;
import dev.appmigrations.engine.script.Placeholders;
import dev.appmigrations.support.MemoryScripts;
import dev.appmigrations.support.TestDatabase;
import org.jspecify.annotations.Nullable;

/**
 * A database in which another tool has been at work, with a folder that both read.
 */
final class AdoptedDatabase implements AutoCloseable {

	private final TestDatabase database = TestDatabase.create();

	private MemoryScripts scripts = new MemoryScripts();

	private final Path folder;

	AdoptedDatabase(Path folder) {
		this.folder = folder;
	}

	TestDatabase database() {
		return this.database;
	}

	Path folder() {
		return this.folder;
	}

	/** Writes a file for both. */
	AdoptedDatabase with(String fileName, String text) {
		try {
			Files.writeString(this.folder.resolve(fileName), text);
			this.scripts.with(fileName, text);
			return this;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Has the application ship the folder in its new form. */
	void rewrite(String tool) {
		FolderRewriting rewriting = FolderRewriter.of(tool).orElseThrow().plan(this.folder);
		this.scripts = new MemoryScripts();
		rewriting.files().forEach((file) -> this.scripts.with(file.name(), file.text()));
	}

	AdoptedDatabase without(String fileName) {
		try {
			Files.delete(this.folder.resolve(fileName));
			this.scripts.without(fileName);
			return this;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	List<ForeignHistory> find(@Nullable String schema) {
		return inSession((session) -> ForeignHistories.find(session, schema));
	}

	List<ForeignRow> rows() {
		return inSession((session) -> ForeignHistories.read(session, ForeignHistories.find(session, null).get(0)));
	}

	Adoption adoption() {
		CatalogReader catalogs = new CatalogReader(this.scripts, List.of(Location.parse("db/migration")),
				Placeholders.NONE);
		return inSession((session) -> {
			ForeignHistory history = ForeignHistories.find(session, null).get(0);
			return Adoption.of(history, ForeignHistories.read(session, history), catalogs.read());
		});
	}

	List<String> mapped() {
		return adoption().mappings().stream().map((mapping) -> mapping.migration().name()).toList();
	}

	List<Problem.Code> problems() {
		return adoption().problems().stream().map(Problem::code).toList();
	}

	/** Records the adoption, as a run under the lock does. */
	void adopt() {
		Adoption adoption = adoption();
		inSession((session) -> {
			HistoryReader history = new HistoryReader(null, HistoryTables.DEFAULT_HISTORY);
			HistorySnapshot found = history.read(session, false, Strength.WRITE);
			StatementBatch batch = new StatementBatch();
			HistoryDdl.preparation(found).forEach(batch::add);
			new HistoryRecords(found.tables(), new Recorder("here", "2.0")).adopted(adoption.records())
				.forEach(batch::add);
			try {
				session.send(batch);
			}
			catch (BatchFailedException ex) {
				throw new IllegalStateException(ex.error().text(), ex);
			}
			return batch;
		});
	}

	MigrationReport status() {
		return migrator().status();
	}

	Migrator migrator() {
		return Migrator.builder(this.database.dataSource(), this.scripts).build();
	}

	private <T> T inSession(Function<Session, T> work) {
		try (Session session = Session.open(this.database.dataSource(), (notice) -> {
		})) {
			return work.apply(session);
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void close() {
		this.database.close();
	}

}
