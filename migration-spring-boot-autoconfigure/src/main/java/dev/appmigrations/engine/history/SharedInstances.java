package dev.appmigrations.engine.history;

/**
 * Where the instances are registered that work with several histories of a database, such
 * as those of tenants.
 *
 * @param tables those beside which the instances are
 * @param prefix what the names of migrations begin with there, to be told from those of
 * the other histories
 */
public record SharedInstances(HistoryTables tables, String prefix) {

}
