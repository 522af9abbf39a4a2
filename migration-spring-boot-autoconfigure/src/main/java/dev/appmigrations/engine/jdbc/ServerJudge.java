package dev.appmigrations.engine.jdbc;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * Makes sure, in the first message of a session, that the server is PostgreSQL:
 * <ol>
 * <li>A statement that fails anywhere else stands in front of all others, so that nothing
 * behind it runs there. It costs no round trip.
 * <li>Where it failed, the server is asked once more for its version alone, because what
 * it said of the statement may be anything. Only then is the failure told apart from one
 * that PostgreSQL itself may have, such as a broken connection.
 * </ol>
 */
final class ServerJudge {

	private static final String JUDGMENT = ServerProduct.judgment();

	private final Function<ServerProduct, RuntimeException> refusal;

	/**
	 * Creates a judge.
	 * @param refusal makes the exception for another product
	 */
	ServerJudge(Function<ServerProduct, RuntimeException> refusal) {
		this.refusal = refusal;
	}

	/**
	 * Puts the judgment in front of what a message does.
	 * @param statements the message, which may begin with BEGIN
	 * @return the message with the judgment
	 */
	static List<String> inFront(List<String> statements) {
		List<String> judged = new ArrayList<>(statements.size() + 1);
		judged.addAll(statements);
		judged.add((opensTransaction(statements)) ? 1 : 0, JUDGMENT);
		return judged;
	}

	static boolean opensTransaction(List<String> statements) {
		return statements.get(0).startsWith("BEGIN");
	}

	/**
	 * Tells whether the judgment was passed.
	 * @param result the answer to the message
	 * @return whether it was; otherwise nothing of the message has run
	 */
	static boolean hasPassed(QueryResult result) {
		// Nothing in front of it returns rows.
		return !result.rows().isEmpty();
	}

	/**
	 * Takes the judgment's own answer away.
	 * @param result the answer to the message
	 * @return the answer to the message as it was without the judgment
	 */
	static QueryResult withoutJudgment(QueryResult result) {
		return new QueryResult(result.rows().subList(1, result.rows().size()), result.error());
	}

	/**
	 * Refuses another product.
	 * @param answer the answer to {@link ServerProduct#ASK}
	 * @param serverVersion what the server told the driver, {@code null} if it is not
	 * known
	 * @throws RuntimeException the refusal, unless the server is PostgreSQL or is not
	 * there any more
	 */
	void refuse(QueryResult answer, @Nullable String serverVersion) {
		DatabaseError error = answer.error();
		ServerProduct foreign = null;
		if (error == null) {
			foreign = ServerProduct.foreign(answer.rows(0).required(0, "product"));
		}
		else if (error.notAllowed() || error.notSupported()) {
			foreign = new ServerProduct("another product",
					"server_version " + serverVersion + "; it does not know version(): " + error.message());
		}
		if (foreign != null) {
			throw this.refusal.apply(foreign);
		}
	}

}
