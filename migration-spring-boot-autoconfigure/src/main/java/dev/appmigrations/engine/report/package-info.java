/**
 * The records that the log, the commands, the endpoint and the metrics all read. Data
 * only.
 */
@NullMarked
package dev.appmigrations.engine.report;

import org.jspecify.annotations.NullMarked;
