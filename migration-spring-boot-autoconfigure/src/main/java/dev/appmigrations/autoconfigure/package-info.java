/**
 * Auto-configurations, properties and the glue that runs the engine while an application
 * starts. No SQL may enter: what talks to the database belongs to the engine.
 */
@NullMarked
package dev.appmigrations.autoconfigure;

import org.jspecify.annotations.NullMarked;
