/**
 * Pure functions from catalog and history to a plan with its problems. No JDBC, no clock
 * and no I/O may enter.
 */
@NullMarked
package dev.appmigrations.engine.plan;

import org.jspecify.annotations.NullMarked;
