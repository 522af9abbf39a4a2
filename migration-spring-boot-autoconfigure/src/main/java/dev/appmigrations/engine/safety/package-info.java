/**
 * What a migration would do to a running application: rules, what is known of the
 * database, and findings.
 */
@NullMarked
package dev.appmigrations.engine.safety;

import org.jspecify.annotations.NullMarked;
