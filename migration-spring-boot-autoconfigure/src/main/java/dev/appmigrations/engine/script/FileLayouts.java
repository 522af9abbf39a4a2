package dev.appmigrations.engine.script;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The layouts that are known.
 */
final class FileLayouts {

	private FileLayouts() {
	}

	/** Returns the layout of a name, {@code null} for the two that are no tool's. */
	static @Nullable FileLayout of(Layout layout) {
		return switch (layout) {
			case AUTO, OWN -> null;
			case FLYWAY -> new ToolFiles(layout, "V<version>__<name>.sql",
					"[VUB]\\d.*__.*\\.sql|R__.*\\.sql|(?:before|after|createSchema).*\\.sql");
			case DIESEL, HASURA -> new MigrationFolders(layout, "up.sql");
			case PRISMA -> new MigrationFolders(layout, "migration.sql");
			case SQLX, SUPABASE, GOOSE, TERN -> new ToolFiles(layout, "<version>_<name>.sql", "\\d+_.+\\.sql");
			case GOLANG_MIGRATE -> new ToolFiles(layout, "<version>_<name>.up.sql", "\\d+_.+\\.(?:up|down)\\.sql");
			case DBMATE, SQL_MIGRATE, NUMBERED -> new NumberedFiles(layout);
			case POSTGRATOR -> new PostgratorFiles();
			case POP -> new DialectFiles();
		};
	}

	/** Returns those whose names have none of our forms. */
	static List<FileLayout> unmistakable() {
		return List.of(new MigrationFolders(Layout.DIESEL, "up.sql"),
				new MigrationFolders(Layout.PRISMA, "migration.sql"), new PostgratorFiles(),
				new NumberedFiles(Layout.NUMBERED));
	}

}
