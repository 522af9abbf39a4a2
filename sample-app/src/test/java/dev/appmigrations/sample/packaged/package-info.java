/**
 * The packaged application as its operators have it: its jar in a process of its own, and
 * a server that wants a password. No class of the application or of the starter is used
 * here, only what they print, how they exit, and what is in the database then.
 */
@NullMarked
package dev.appmigrations.sample.packaged;

import org.jspecify.annotations.NullMarked;
