/**
 * The JSON that commands print: a class for each fact that several commands, or the
 * endpoint, report. An application without a web layer has no Jackson, so that it is
 * written by Spring Boot's own writer, with the names that the records have.
 */
@NullMarked
package dev.appmigrations.command.json;

import org.jspecify.annotations.NullMarked;
