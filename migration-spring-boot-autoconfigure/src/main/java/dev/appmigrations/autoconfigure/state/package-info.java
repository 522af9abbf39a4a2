/**
 * What an application knows of its databases without asking them: from its own runs, and
 * from the readings that come with its heartbeats. Nothing here opens a connection.
 */
@NullMarked
package dev.appmigrations.autoconfigure.state;

import org.jspecify.annotations.NullMarked;
