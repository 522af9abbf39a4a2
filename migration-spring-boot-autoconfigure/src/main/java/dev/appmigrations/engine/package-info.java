/**
 * The facade: {@link dev.appmigrations.engine.Migrator} and what is needed to build,
 * configure and observe one. Nothing of Spring may enter, here or in any room below.
 */
@NullMarked
package dev.appmigrations.engine;

import org.jspecify.annotations.NullMarked;
