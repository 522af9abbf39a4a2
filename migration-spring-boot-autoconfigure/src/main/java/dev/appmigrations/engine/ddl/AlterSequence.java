package dev.appmigrations.engine.ddl;

import java.util.List;

import dev.appmigrations.engine.sql.ObjectName;

/**
 * {@code ALTER SEQUENCE}, but for its name, schema and owner.
 *
 * @param sequence the sequence
 * @param ifExists whether {@code IF EXISTS} is there
 * @param options what is changed, as keywords in lower case: {@code as}, {@code restart},
 * {@code increment}, {@code owned by} …
 */
public record AlterSequence(ObjectName sequence, boolean ifExists, List<String> options) implements DdlStatement {

	public AlterSequence {
		options = List.copyOf(options);
	}

}
