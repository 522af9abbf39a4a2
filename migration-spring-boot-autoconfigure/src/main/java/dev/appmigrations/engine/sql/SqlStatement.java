package dev.appmigrations.engine.sql;

/**
 * One statement of a script.
 *
 * @param text the characters of the file from the first token to the last: without the
 * semicolon that ends it, and without white space and comments around it; those inside
 * are as they stand in the file, line ends included. Empty if the script is only scanned.
 * @param position where the first token starts
 * @param kind what the statement means for the transaction and the session
 */
public record SqlStatement(String text, SourcePosition position, StatementKind kind) {

}
