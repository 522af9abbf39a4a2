package dev.appmigrations.engine.adopt.folder;

/**
 * A file that is written anew.
 *
 * @param from the path of the old file below its folder, with slashes
 * @param name the name of the new file
 * @param text its text
 */
public record NewFile(String from, String name, String text) {

}
