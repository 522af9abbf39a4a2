package dev.appmigrations.engine.safety;

import java.util.List;

import dev.appmigrations.engine.safety.trace.StatementTrace;
import dev.appmigrations.engine.trace.Tracing;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a statement did, in words.
 */
class TraceEvidenceTests {

	@FreshDatabase
	private TestDatabase database;

	@BeforeEach
	void createTable() {
		this.database
			.execute("CREATE TABLE users (id bigint PRIMARY KEY, name text); INSERT INTO users VALUES (1, 'a')");
	}

	private List<String> texts(String... statements) {
		return Tracing.in(this.database, statements).statements().stream().map(TraceEvidence::text).toList();
	}

	@Test
	void textTellsLocksAndWhatIsDoneUnderThem() {
		assertThat(texts("ALTER TABLE users ALTER name SET NOT NULL"))
			.containsExactly("ACCESS EXCLUSIVE on users; reads all rows of users");
		assertThat(texts("SELECT 1")).containsExactly("locks nothing that others use");
	}

	@Test
	void textWhenLockIsHeldAlreadySaysSinceWhen() {
		List<String> texts = texts("ALTER TABLE users ADD COLUMN a int", "ALTER TABLE users RENAME COLUMN a TO b");
		assertThat(texts.get(1)).isEqualTo("no new lock, while it holds ACCESS EXCLUSIVE on users since line 1");
	}

	@Test
	void textWhenStatementFailsSaysWhy() {
		StatementTrace failed = Tracing.in(this.database, "ALTER TABLE nothing ADD COLUMN a int").statements().get(0);
		assertThat(TraceEvidence.text(failed)).startsWith("fails: relation \"nothing\" does not exist");
	}

}
