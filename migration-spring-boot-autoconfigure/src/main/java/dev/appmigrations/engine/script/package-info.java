/**
 * From locations to migrations: finds files, reads their names, headers and tokens. It
 * knows nothing of databases.
 */
@NullMarked
package dev.appmigrations.engine.script;

import org.jspecify.annotations.NullMarked;
