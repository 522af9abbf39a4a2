package dev.appmigrations.sample.account;

import java.time.OffsetDateTime;
import java.util.UUID;

/**
 * A customer of the product.
 *
 * @param monthlySendLimit e-mails per calendar month
 */
record Account(UUID id, String name, String slug, String plan, long monthlySendLimit, OffsetDateTime createdAt) {

}
