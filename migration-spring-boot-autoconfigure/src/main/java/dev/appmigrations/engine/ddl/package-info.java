/**
 * What a statement does to the schema, as data: read from its text alone, by PostgreSQL's
 * grammar. The names mean what the session makes of them.
 */
@NullMarked
package dev.appmigrations.engine.ddl;

import org.jspecify.annotations.NullMarked;
