package dev.appmigrations.shipped;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

import javax.sql.DataSource;

/**
 * Lists what is in schema {@code public}, our own tables left out: one line for each
 * object, with its definition.
 */
final class SchemaObjects {

	private static final String QUERY = """
			WITH owned AS (
			  SELECT c.* FROM pg_class c
			  WHERE c.relnamespace = 'public'::regnamespace AND c.relname !~ '^migration_(history|log|progress|instance)')
			SELECT CASE relkind WHEN 'S' THEN 'sequence ' WHEN 'v' THEN 'view ' WHEN 'i' THEN 'index ' ELSE 'table ' END
			       || relname || CASE relkind WHEN 'v' THEN ' ' || pg_get_viewdef(oid)
			                                  WHEN 'i' THEN ' ' || pg_get_indexdef(oid) ELSE '' END
			FROM owned
			UNION ALL
			SELECT 'column ' || c.relname || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
			       || CASE WHEN a.attnotnull THEN ' not null' ELSE '' END
			       || coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), '')
			FROM owned c JOIN pg_attribute a ON a.attrelid = c.oid
			LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
			WHERE c.relkind IN ('r', 'p', 'v') AND a.attnum > 0 AND NOT a.attisdropped
			UNION ALL
			SELECT 'constraint ' || c.relname || '.' || k.conname || ' ' || pg_get_constraintdef(k.oid)
			FROM owned c JOIN pg_constraint k ON k.conrelid = c.oid
			UNION ALL
			SELECT 'sequence ' || s.sequencename || ' to ' || s.max_value || coalesce(' at ' || s.last_value, '')
			FROM pg_sequences s JOIN owned c ON c.relname = s.sequencename
			UNION ALL
			SELECT 'function ' || pg_get_functiondef(p.oid) FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace
			ORDER BY 1""";

	private SchemaObjects() {
	}

	static List<String> in(DataSource dataSource) {
		return query(dataSource, QUERY);
	}

	static List<String> query(DataSource dataSource, String sql) {
		try (Connection connection = dataSource.getConnection();
				Statement statement = connection.createStatement();
				ResultSet result = statement.executeQuery(sql)) {
			List<String> values = new ArrayList<>();
			while (result.next()) {
				values.add(result.getString(1));
			}
			return values;
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
