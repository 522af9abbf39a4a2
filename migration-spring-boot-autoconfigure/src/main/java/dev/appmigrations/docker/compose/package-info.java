/**
 * Connection details from services of Docker Compose. Nothing but their adapters may
 * enter.
 */
@NullMarked
package dev.appmigrations.docker.compose;

import org.jspecify.annotations.NullMarked;
