/**
 * Instances of the application: their names, their own connections, their readiness.
 */
@NullMarked
package dev.appmigrations.autoconfigure.instance;

import org.jspecify.annotations.NullMarked;
