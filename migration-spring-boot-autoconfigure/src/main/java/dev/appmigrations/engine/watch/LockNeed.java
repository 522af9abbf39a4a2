package dev.appmigrations.engine.watch;

import dev.appmigrations.engine.report.PreFlightReport.Need;
import dev.appmigrations.engine.safety.trace.LockMode;
import dev.appmigrations.engine.sql.ObjectName;

/**
 * A lock that a pending statement will need.
 *
 * @param relation the name of the relation, as it is now
 * @param awaited the mode whose conflicts are in the way
 * @param need the statement
 */
public record LockNeed(ObjectName relation, LockMode awaited, Need need) {

}
