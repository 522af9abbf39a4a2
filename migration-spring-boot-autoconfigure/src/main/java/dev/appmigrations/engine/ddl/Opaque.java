package dev.appmigrations.engine.ddl;

/**
 * A statement that is not taken apart.
 *
 * @param head its first keywords in lower case, for example {@code comment on}; empty if
 * there is no word
 */
public record Opaque(String head) implements DdlStatement {

}
