/**
 * Accounts, the customers of the product. What happens inside an account has a package of
 * its own.
 */
@NullMarked
package dev.appmigrations.sample.account;

import org.jspecify.annotations.NullMarked;
