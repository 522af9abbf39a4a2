package dev.appmigrations.engine.sql;

/**
 * Memory for reading scripts one after the other: most are so small that to get new
 * memory for each takes as long as to read it. For one thread, and one script at a time.
 */
public final class ScriptBuffers {

	private static final int SIZE = 16 * 1024;

	final byte[] bytes = new byte[SIZE];

	final char[] chars = new char[SIZE];

}
