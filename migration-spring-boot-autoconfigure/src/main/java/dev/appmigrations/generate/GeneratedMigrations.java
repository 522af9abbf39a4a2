package dev.appmigrations.generate;

import java.util.List;

/**
 * The migrations of a change.
 *
 * @param files the migrations, in their order
 * @param notes what a person should know that is no fault, sentences
 */
public record GeneratedMigrations(List<GeneratedMigration> files, List<String> notes) {

}
