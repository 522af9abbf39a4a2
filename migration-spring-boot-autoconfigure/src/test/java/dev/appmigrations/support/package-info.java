/**
 * What the tests of several rooms share: a real server, and scripts from memory. No test
 * of its own may enter.
 */
@NullMarked
package dev.appmigrations.support;

import org.jspecify.annotations.NullMarked;
