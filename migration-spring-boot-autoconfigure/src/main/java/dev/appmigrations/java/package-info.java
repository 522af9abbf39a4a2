/**
 * Migrations that are written in Java, in one order with the scripts.
 */
@NullMarked
package dev.appmigrations.java;

import org.jspecify.annotations.NullMarked;
