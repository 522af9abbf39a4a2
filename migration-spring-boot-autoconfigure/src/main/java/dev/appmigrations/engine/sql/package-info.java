/**
 * SQL as text: splits a script into statements as PostgreSQL's own lexer and psql do, and
 * tells where in the file each of them stands. Nothing that talks to a database, knows
 * what a migration is, or needs any other package of the engine may enter.
 */
@NullMarked
package dev.appmigrations.engine.sql;

import org.jspecify.annotations.NullMarked;
