/**
 * The endpoint {@code migrations}: how the databases of an application stand, for
 * operators. It only reads, and nothing that changes a database may enter.
 */
@NullMarked
package dev.appmigrations.actuate.endpoint;

import org.jspecify.annotations.NullMarked;
