package dev.appmigrations.engine.ddl;

import java.util.List;

import dev.appmigrations.engine.sql.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * One action of an {@link AlterTable}.
 */
public sealed interface TableAction {

	/**
	 * Returns where it stands.
	 * @return its part of the statement's text
	 */
	TextRange range();

	/**
	 * {@code ADD COLUMN}.
	 *
	 * @param range its part of the statement's text
	 * @param ifNotExists whether {@code IF NOT EXISTS} is there
	 * @param column the column
	 */
	record AddColumn(TextRange range, boolean ifNotExists, ColumnDefinition column) implements TableAction {
	}

	/**
	 * {@code DROP COLUMN}.
	 *
	 * @param range its part of the statement's text
	 * @param column the column
	 * @param ifExists whether {@code IF EXISTS} is there
	 * @param cascade whether {@code CASCADE} is there
	 */
	record DropColumn(TextRange range, String column, boolean ifExists, boolean cascade) implements TableAction {
	}

	/**
	 * {@code ALTER COLUMN … TYPE}.
	 *
	 * @param range its part of the statement's text
	 * @param column the column
	 * @param type the new type
	 * @param collation the collation, {@code null} for that of the type
	 * @param using the expression behind {@code USING}, {@code null} where there is none
	 */
	record SetType(TextRange range, String column, TypeName type, @Nullable ObjectName collation,
			@Nullable Expression using) implements TableAction {
	}

	/**
	 * {@code ALTER COLUMN … SET DEFAULT}.
	 *
	 * @param range its part of the statement's text
	 * @param column the column
	 * @param value the default
	 */
	record SetDefault(TextRange range, String column, Expression value) implements TableAction {
	}

	/**
	 * {@code ALTER COLUMN … DROP DEFAULT}.
	 *
	 * @param range its part of the statement's text
	 * @param column the column
	 */
	record DropDefault(TextRange range, String column) implements TableAction {
	}

	/**
	 * {@code ALTER COLUMN … SET NOT NULL}.
	 *
	 * @param range its part of the statement's text
	 * @param column the column
	 */
	record SetNotNull(TextRange range, String column) implements TableAction {
	}

	/**
	 * {@code ALTER COLUMN … DROP NOT NULL}.
	 *
	 * @param range its part of the statement's text
	 * @param column the column
	 */
	record DropNotNull(TextRange range, String column) implements TableAction {
	}

	/**
	 * {@code ALTER COLUMN … SET EXPRESSION}.
	 *
	 * @param range its part of the statement's text
	 * @param column the generated column
	 * @param value the expression
	 */
	record SetExpression(TextRange range, String column, Expression value) implements TableAction {
	}

	/**
	 * {@code ALTER COLUMN … DROP EXPRESSION}.
	 *
	 * @param range its part of the statement's text
	 * @param column the generated column
	 * @param ifExists whether {@code IF EXISTS} is there
	 */
	record DropExpression(TextRange range, String column, boolean ifExists) implements TableAction {
	}

	/**
	 * {@code ALTER COLUMN … ADD GENERATED … AS IDENTITY}.
	 *
	 * @param range its part of the statement's text
	 * @param column the column
	 * @param always whether {@code ALWAYS} is there
	 */
	record AddIdentity(TextRange range, String column, boolean always) implements TableAction {
	}

	/**
	 * {@code ALTER COLUMN … SET GENERATED}, {@code RESTART} or a sequence option.
	 *
	 * @param range its part of the statement's text
	 * @param column the identity column
	 */
	record AlterIdentity(TextRange range, String column) implements TableAction {
	}

	/**
	 * {@code ALTER COLUMN … DROP IDENTITY}.
	 *
	 * @param range its part of the statement's text
	 * @param column the identity column
	 * @param ifExists whether {@code IF EXISTS} is there
	 */
	record DropIdentity(TextRange range, String column, boolean ifExists) implements TableAction {
	}

	/**
	 * {@code ALTER COLUMN … SET STATISTICS}, {@code SET STORAGE},
	 * {@code SET COMPRESSION}, {@code SET (…)}, {@code RESET (…)} or {@code OPTIONS (…)}.
	 *
	 * @param range its part of the statement's text
	 * @param column the column, or its number in an index
	 * @param property {@code statistics}, {@code storage}, {@code compression}, {@code
	 * set}, {@code reset} or {@code options}
	 */
	record SetColumnProperty(TextRange range, String column, String property) implements TableAction {
	}

	/**
	 * {@code ADD CONSTRAINT} or a constraint without a name.
	 *
	 * @param range its part of the statement's text
	 * @param constraint the constraint
	 */
	record AddConstraint(TextRange range, Constraint constraint) implements TableAction {
	}

	/**
	 * {@code ALTER CONSTRAINT}.
	 *
	 * @param range its part of the statement's text
	 * @param constraint its name
	 * @param deferrable what is said of {@code DEFERRABLE}, {@code null} for nothing
	 * @param enforced what is said of {@code ENFORCED}, {@code null} for nothing
	 * @param inherit what is said of {@code INHERIT}, {@code null} for nothing
	 */
	record AlterConstraint(TextRange range, String constraint, @Nullable Boolean deferrable, @Nullable Boolean enforced,
			@Nullable Boolean inherit) implements TableAction {
	}

	/**
	 * {@code VALIDATE CONSTRAINT}.
	 *
	 * @param range its part of the statement's text
	 * @param constraint its name
	 */
	record ValidateConstraint(TextRange range, String constraint) implements TableAction {
	}

	/**
	 * {@code DROP CONSTRAINT}.
	 *
	 * @param range its part of the statement's text
	 * @param constraint its name
	 * @param ifExists whether {@code IF EXISTS} is there
	 * @param cascade whether {@code CASCADE} is there
	 */
	record DropConstraint(TextRange range, String constraint, boolean ifExists,
			boolean cascade) implements TableAction {
	}

	/**
	 * {@code ENABLE} or {@code DISABLE TRIGGER}.
	 *
	 * @param range its part of the statement's text
	 * @param trigger its name, or {@code all} or {@code user}
	 * @param enabled whether it is enabled
	 */
	record SwitchTrigger(TextRange range, String trigger, boolean enabled) implements TableAction {
	}

	/**
	 * {@code ENABLE} or {@code DISABLE RULE}.
	 *
	 * @param range its part of the statement's text
	 * @param rule its name
	 * @param enabled whether it is enabled
	 */
	record SwitchRule(TextRange range, String rule, boolean enabled) implements TableAction {
	}

	/**
	 * {@code ENABLE}, {@code DISABLE}, {@code FORCE} or {@code NO FORCE ROW LEVEL
	 * SECURITY}.
	 *
	 * @param range its part of the statement's text
	 * @param setting {@code enable}, {@code disable}, {@code force} or {@code no force}
	 */
	record RowSecurity(TextRange range, String setting) implements TableAction {
	}

	/**
	 * {@code CLUSTER ON} or {@code SET WITHOUT CLUSTER}.
	 *
	 * @param range its part of the statement's text
	 * @param index the index, {@code null} for none
	 */
	record ClusterOn(TextRange range, @Nullable String index) implements TableAction {
	}

	/**
	 * {@code SET LOGGED} or {@code SET UNLOGGED}.
	 *
	 * @param range its part of the statement's text
	 * @param logged whether rows are logged from now on
	 */
	record SetLogged(TextRange range, boolean logged) implements TableAction {
	}

	/**
	 * {@code SET ACCESS METHOD}.
	 *
	 * @param range its part of the statement's text
	 * @param method the method, {@code null} for the default
	 */
	record SetAccessMethod(TextRange range, @Nullable String method) implements TableAction {
	}

	/**
	 * {@code SET TABLESPACE}.
	 *
	 * @param range its part of the statement's text
	 * @param tablespace the tablespace
	 */
	record SetTablespace(TextRange range, String tablespace) implements TableAction {
	}

	/**
	 * {@code SET (…)} or {@code RESET (…)}, or {@code OPTIONS (…)} of a foreign table.
	 *
	 * @param range its part of the statement's text
	 * @param reset whether it is {@code RESET}
	 * @param names the names of the options in lower case, with their namespace
	 */
	record SetOptions(TextRange range, boolean reset, List<String> names) implements TableAction {

		public SetOptions {
			names = List.copyOf(names);
		}

	}

	/**
	 * {@code INHERIT} or {@code NO INHERIT}.
	 *
	 * @param range its part of the statement's text
	 * @param parent the parent
	 * @param added whether it becomes a child
	 */
	record Inherit(TextRange range, ObjectName parent, boolean added) implements TableAction {
	}

	/**
	 * {@code OF} or {@code NOT OF}.
	 *
	 * @param range its part of the statement's text
	 * @param type the type, {@code null} for {@code NOT OF}
	 */
	record OfType(TextRange range, @Nullable ObjectName type) implements TableAction {
	}

	/**
	 * {@code OWNER TO}.
	 *
	 * @param range its part of the statement's text
	 * @param role the role, or a keyword such as {@code current_user}
	 */
	record OwnerTo(TextRange range, String role) implements TableAction {
	}

	/**
	 * {@code REPLICA IDENTITY}.
	 *
	 * @param range its part of the statement's text
	 * @param identity {@code default}, {@code full}, {@code nothing} or {@code index}
	 * @param index the index, {@code null} without {@code USING INDEX}
	 */
	record ReplicaIdentity(TextRange range, String identity, @Nullable String index) implements TableAction {
	}

	/**
	 * {@code ATTACH PARTITION}.
	 *
	 * @param range its part of the statement's text
	 * @param partition the table, or the index, that becomes a partition
	 * @param bound its bound, {@code null} for an index
	 */
	record AttachPartition(TextRange range, ObjectName partition,
			@Nullable PartitionBound bound) implements TableAction {
	}

	/**
	 * {@code DETACH PARTITION}.
	 *
	 * @param range its part of the statement's text
	 * @param partition the partition
	 * @param concurrently whether {@code CONCURRENTLY} is there
	 * @param finalizing whether {@code FINALIZE} is there
	 */
	record DetachPartition(TextRange range, ObjectName partition, boolean concurrently,
			boolean finalizing) implements TableAction {
	}

	/**
	 * {@code SET WITHOUT OIDS}, which does nothing.
	 *
	 * @param range its part of the statement's text
	 */
	record DropOids(TextRange range) implements TableAction {
	}

	/**
	 * An action that is not taken apart.
	 *
	 * @param range its part of the statement's text
	 * @param keywords its first keywords in lower case
	 */
	record Other(TextRange range, String keywords) implements TableAction {
	}

}
