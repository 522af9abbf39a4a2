/**
 * Compares the engine with the least that the same work can cost, measured in the same
 * run, and with Flyway and Liquibase. Nothing that a user of the library needs may enter.
 */
@NullMarked
package dev.appmigrations.benchmarks;

import org.jspecify.annotations.NullMarked;
