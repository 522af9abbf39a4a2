/**
 * The events of a run as data: one record for each event, the listeners that receive
 * them, and the publisher that keeps a listener's failure away from the run.
 */
@NullMarked
package dev.appmigrations.engine.event;

import org.jspecify.annotations.NullMarked;
