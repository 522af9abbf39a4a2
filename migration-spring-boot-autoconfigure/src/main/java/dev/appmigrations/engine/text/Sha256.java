package dev.appmigrations.engine.text;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * SHA-256 of what is in memory.
 */
public final class Sha256 {

	private Sha256() {
	}

	/**
	 * Computes a digest.
	 * @param parts what is digested, one behind the other
	 * @return 32 bytes
	 */
	public static byte[] of(byte[]... parts) {
		try {
			MessageDigest digest = MessageDigest.getInstance("SHA-256");
			for (byte[] part : parts) {
				digest.update(part);
			}
			return digest.digest();
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-256", ex);
		}
	}

}
