/**
 * Connection details from containers of Testcontainers. Nothing but their adapters may
 * enter.
 */
@NullMarked
package dev.appmigrations.testcontainers;

import org.jspecify.annotations.NullMarked;
