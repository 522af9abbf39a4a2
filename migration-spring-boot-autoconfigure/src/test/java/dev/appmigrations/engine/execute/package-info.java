/**
 * The side effects, on a real server. Nothing here replaces the server or its driver.
 */
@NullMarked
package dev.appmigrations.engine.execute;

import org.jspecify.annotations.NullMarked;
