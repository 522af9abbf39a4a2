/**
 * The job queue, as workers and operators use it over HTTP. Who may claim what, leases
 * and retries are functions of the schema and are not decided again here.
 */
@NullMarked
package dev.appmigrations.sample.job;

import org.jspecify.annotations.NullMarked;
