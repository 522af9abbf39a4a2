package dev.appmigrations.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeSet;

/**
 * The templates that {@code new} knows by name: files of the user's, and a few of our
 * own. Those of the user's go first.
 */
final class NewTemplates {

	/** Where no other is asked for. */
	static final String DEFAULT = "migration";

	private static final String UP = ".sql.template";

	private static final String DOWN = ".down.sql.template";

	private static final Map<String, Template> OWN = Map.of(DEFAULT, new Template("""
			-- {{description}}
			--
			-- What undoes it stands in {{rollback}}.
			""", """
			-- Undoes {{name}}
			"""), "table", new Template("""
			-- {{description}}

			CREATE TABLE {{table}} (
			    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
			    created_at timestamptz NOT NULL DEFAULT now()
			);
			""", """
			-- Undoes {{name}}

			DROP TABLE {{table}};
			"""), "rls", new Template("""
			-- {{description}}

			ALTER TABLE {{table}} ENABLE ROW LEVEL SECURITY;

			-- Until a policy allows something, nobody but the owner sees a row.
			CREATE POLICY {{table}}_select ON {{table}}
			    FOR SELECT
			    USING (false);
			""", """
			-- Undoes {{name}}

			DROP POLICY {{table}}_select ON {{table}};
			ALTER TABLE {{table}} DISABLE ROW LEVEL SECURITY;
			"""), "supabase", new Template("""
			-- {{description}}

			-- Step 1: the table
			CREATE TABLE public.{{table}} (
			    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
			    user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
			    created_at timestamptz NOT NULL DEFAULT now()
			);

			-- Step 2: indexes
			CREATE INDEX {{table}}_user_id ON public.{{table}} (user_id);

			-- Step 3: row level security
			ALTER TABLE public.{{table}} ENABLE ROW LEVEL SECURITY;

			-- Step 4: policies, one for each operation
			CREATE POLICY "Users see their own rows" ON public.{{table}}
			    FOR SELECT TO authenticated
			    USING ((SELECT auth.uid()) = user_id);

			CREATE POLICY "Users insert their own rows" ON public.{{table}}
			    FOR INSERT TO authenticated
			    WITH CHECK ((SELECT auth.uid()) = user_id);

			CREATE POLICY "Users update their own rows" ON public.{{table}}
			    FOR UPDATE TO authenticated
			    USING ((SELECT auth.uid()) = user_id)
			    WITH CHECK ((SELECT auth.uid()) = user_id);

			CREATE POLICY "Users delete their own rows" ON public.{{table}}
			    FOR DELETE TO authenticated
			    USING ((SELECT auth.uid()) = user_id);

			-- Step 5: comments
			COMMENT ON TABLE public.{{table}} IS 'One row for each ...';
			""", """
			-- Undoes {{name}}

			DROP TABLE public.{{table}};
			"""));

	private NewTemplates() {
	}

	/**
	 * Finds a template.
	 * @param name its name
	 * @param folder where the user's own are
	 * @return the texts, with names to be filled in
	 * @throws IOException if a file cannot be read
	 * @throws UsageException if there is no such template
	 */
	static Template find(String name, Path folder) throws IOException {
		Template own = OWN.get(name);
		Path up = folder.resolve(name + UP);
		Path down = folder.resolve(name + DOWN);
		if (own == null && !Files.exists(up)) {
			throw new UsageException("There is no template '" + name + "'.", "The templates are: "
					+ String.join(", ", new TreeSet<>(OWN.keySet())) + ". One of your own is a file " + up + ".");
		}
		// A template of the user's does not get a rollback that undoes something else.
		boolean mixed = Files.exists(up) && !DEFAULT.equals(name);
		Template otherwise = (own == null || mixed) ? OWN.get(DEFAULT) : own;
		if (otherwise == null) {
			throw new IllegalStateException("There is a template " + DEFAULT);
		}
		return new Template((Files.exists(up)) ? Files.readString(up) : otherwise.up(),
				(Files.exists(down)) ? Files.readString(down) : otherwise.down());
	}

	/**
	 * The texts of a migration and its rollback.
	 *
	 * @param up what applies it
	 * @param down what undoes it
	 */
	record Template(String up, String down) {

	}

}
