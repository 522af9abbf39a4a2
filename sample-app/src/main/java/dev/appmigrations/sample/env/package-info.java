/**
 * Settings of this machine from a file of variables, such as {@code .env.local}. What the
 * settings mean is no matter of this package.
 */
@NullMarked
package dev.appmigrations.sample.env;

import org.jspecify.annotations.NullMarked;
