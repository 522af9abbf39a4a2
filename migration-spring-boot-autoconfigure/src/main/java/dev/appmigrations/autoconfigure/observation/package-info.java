/**
 * Observations and meters of migrations, with Micrometer. They listen to the events of
 * runs and show what the application knows of its databases; nothing here connects.
 */
@NullMarked
package dev.appmigrations.autoconfigure.observation;

import org.jspecify.annotations.NullMarked;
