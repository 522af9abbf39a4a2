/**
 * The words of Spring Boot's users for what messages of the engine refer to: properties
 * and commands.
 */
@NullMarked
package dev.appmigrations.autoconfigure.wording;

import org.jspecify.annotations.NullMarked;
