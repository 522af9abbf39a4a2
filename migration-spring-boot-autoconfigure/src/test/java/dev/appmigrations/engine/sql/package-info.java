/**
 * The specification of the splitter as tables of cases. Nothing here needs a database.
 */
@NullMarked
package dev.appmigrations.engine.sql;

import org.jspecify.annotations.NullMarked;
