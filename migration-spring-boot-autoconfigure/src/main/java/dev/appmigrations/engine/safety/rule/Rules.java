package dev.appmigrations.engine.safety.rule;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * All rules.
 */
public final class Rules {

	/** In the order in which documentation lists them. */
	private static final List<Rule> ALL = List.of(new VolatileDefaultRule(), new SerialColumnRule(),
			new IdentityColumnRule(), new StoredColumnRule(), new InlineCheckRule(), new InlineUniqueRule(),
			new RequiredColumnRule(), new SetNotNullRule(), new DroppedProofRule(), new ColumnTypeRule(),
			new TypeIndexRule(), new NarrowTypeRule(), new ValidatedForeignKeyRule(), new ValidatedCheckRule(),
			new UniqueConstraintRule(), new PrimaryKeyRule(), new CreateIndexRule(), new DropIndexRule(),
			new ValidateUnderLockRule(), new BackfillUnderLockRule(), new AttachPartitionRule(),
			new CreatePartitionRule(), new TableRewriteRule(), new RenameColumnRule(), new RenameTableRule(),
			new DropColumnRule(), new DropTableRule(), new ConstraintBeforeDrainRule(), new ConflictTargetRule(),
			new SyncTriggerRule(), new ConcurrentIndexOnPartitionedRule(), new ForeignKeyOnPartitionedRule(),
			new DependentViewRule(), new NewEnumValueRule(), new PublishedTableRule(), new DropCascadeRule(),
			new TruncateRule(), new UnboundedDmlRule(), new InvalidBackfillRule(), new UnverifiedContractRule());

	private Rules() {
	}

	/**
	 * Returns all rules.
	 * @return the rules
	 */
	public static List<Rule> all() {
		return ALL;
	}

	/**
	 * Finds a rule.
	 * @param id its id
	 * @return the rule, {@code null} if there is none
	 */
	public static @Nullable Rule find(String id) {
		for (Rule rule : ALL) {
			if (rule.id().equals(id)) {
				return rule;
			}
		}
		return null;
	}

}
