/**
 * The health of migrations. It shows what the application knows, and asks no database.
 */
@NullMarked
package dev.appmigrations.actuate.health;

import org.jspecify.annotations.NullMarked;
