package dev.appmigrations.engine.ddl;

/**
 * The bound of a partition.
 *
 * @param isDefault whether it is the default partition
 * @param text what stands behind {@code FOR VALUES}, as in {@link Expression#text()};
 * empty for the default partition
 */
public record PartitionBound(boolean isDefault, String text) {

}
