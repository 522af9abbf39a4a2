/**
 * What {@code /actuator/info} says of migrations, which is what the application knows.
 */
@NullMarked
package dev.appmigrations.actuate.info;

import org.jspecify.annotations.NullMarked;
