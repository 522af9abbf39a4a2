/**
 * What messages refer to and every shell calls otherwise: settings, choices and
 * operations are values here, and a shell words them. The name of a property or of a
 * command may not enter.
 */
@NullMarked
package dev.appmigrations.engine.wording;

import org.jspecify.annotations.NullMarked;
