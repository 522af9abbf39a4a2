package dev.appmigrations.engine.operation;

import dev.appmigrations.engine.jdbc.DatabaseErrorException;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.options.MigratorOptions;
import dev.appmigrations.engine.proof.CatalogueReader;
import dev.appmigrations.engine.proof.SchemaSnapshot;
import dev.appmigrations.engine.run.SessionOpener;
import dev.appmigrations.engine.text.VisibleLog;
import org.jspecify.annotations.Nullable;

/**
 * Reads the catalogue of a scratch database over a session of its own, which stays open:
 * its server has planned the query and knows the catalogue. Where there is no such
 * session to be had (a pool, a limit of connections), or it was ended, each reading has
 * another one.
 */
final class ScratchCatalogue implements AutoCloseable {

	private static final VisibleLog logger = VisibleLog.of(ScratchCatalogue.class);

	private final MigratorOptions.History history;

	private @Nullable Session session;

	private @Nullable CatalogueReader reader;

	ScratchCatalogue(SessionOpener sessions, MigratorOptions.History history) {
		this.history = history;
		try {
			Session opened = sessions.openNow();
			if (opened.connection().isUnpooled()) {
				this.session = opened;
				this.reader = new CatalogueReader(opened, history.table(), history.schema());
			}
			else {
				opened.close();
			}
		}
		catch (MigrationException ex) {
			logger.debug("There is no session for the catalogue alone: {}", ex.getMessage());
		}
	}

	/**
	 * Reads the catalogue over the session that stays open.
	 * @return what is there; {@code null} if there is no such session
	 */
	@Nullable SchemaSnapshot read() {
		CatalogueReader reader = this.reader;
		if (reader == null) {
			return null;
		}
		try {
			return reader.read();
		}
		catch (DatabaseErrorException ex) {
			logger.debug("The session for the catalogue is of no more use: {}", ex.error().message());
			close();
			return null;
		}
	}

	SchemaSnapshot read(Session other) {
		return SchemaSnapshot.read(other, this.history.table(), this.history.schema());
	}

	@Override
	public void close() {
		Session last = this.session;
		this.session = null;
		this.reader = null;
		if (last != null) {
			last.close();
		}
	}

}
