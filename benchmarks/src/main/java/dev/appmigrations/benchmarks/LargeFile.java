package dev.appmigrations.benchmarks;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The large files: each migration follows one that creates its table.
 */
enum LargeFile {

	/** Some 98 MB of INSERT statements with 1,000 rows each. */
	MULTI_ROW("98 MB of multi-row INSERTs", "1.10", ";\n") {

		@Override
		void write(Writer writer) throws IOException {
			for (int i = 0; i < 930; i++) {
				writer.write("INSERT INTO large VALUES");
				for (int row = 0; row < 1000; row++) {
					writer.write((row == 0) ? "\n\t" : ",\n\t");
					writer.write("(" + (i * 1000 + row) + ", 'Customer number " + row
							+ " of the region''s list', 'customer-" + row + "@example.org', '2025-11-12 08:30:00+00')");
				}
				writer.write(";\n");
			}
		}

	},

	/** 1,000,000 INSERT statements, some 105 MB. */
	SINGLE_ROW("1,000,000 single-row INSERTs", "1.15", ";\n") {

		@Override
		void write(Writer writer) throws IOException {
			for (int i = 0; i < 1_000_000; i++) {
				writer.write("INSERT INTO large VALUES (" + i + ", 'A customer''s name', 'customer@example.org',"
						+ " '2025-11-12 08:30:00+00');\n");
			}
		}

	},

	/** 50,000 functions with bodies in dollar quotes. */
	FUNCTIONS("50,000 functions", "1.15", "$$;\n") {

		@Override
		void write(Writer writer) throws IOException {
			for (int i = 0; i < 50_000; i++) {
				writer.write("CREATE FUNCTION function_" + i + """
						(amount numeric, rate numeric) RETURNS numeric LANGUAGE plpgsql AS $$
						BEGIN
							-- A rate of zero isn't an error; it's "free of charge".
							IF rate = 0 THEN
								RETURN 0;
							END IF;
							RETURN round(amount * rate / 100, 2);
						END $$;
						""");
			}
		}

	};

	private static final String TABLE = "CREATE TABLE large (id bigint, name text, email text, created_at timestamptz);\n";

	private final String title;

	private final String goal;

	private final String end;

	LargeFile(String title, String goal, String end) {
		this.title = title;
		this.goal = goal;
		this.end = end;
	}

	abstract void write(Writer writer) throws IOException;

	String title() {
		return this.title;
	}

	String goal() {
		return this.goal;
	}

	/** What each statement ends with, and nothing else contains. */
	String end() {
		return this.end;
	}

	Path script(ScriptFolder folder) {
		return folder.scripts().resolve("V2__large.sql");
	}

	ScriptFolder create() throws IOException {
		ScriptFolder folder = ScriptFolder.create(0);
		Files.writeString(folder.scripts().resolve("V1__table.sql"), TABLE);
		try (Writer writer = Files.newBufferedWriter(script(folder))) {
			write(writer);
		}
		return folder;
	}

}
