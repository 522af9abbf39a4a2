/**
 * The documentation: what it shows is compiled, parsed and run.
 */
@NullMarked
package dev.appmigrations.documentation;

import org.jspecify.annotations.NullMarked;
