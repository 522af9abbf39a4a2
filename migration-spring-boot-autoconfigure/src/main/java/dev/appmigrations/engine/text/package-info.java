/**
 * Text for people: makes characters visible that a reader would not see, or that a
 * terminal or a log would obey. Knows nothing of databases and scripts.
 */
@NullMarked
package dev.appmigrations.engine.text;

import org.jspecify.annotations.NullMarked;
