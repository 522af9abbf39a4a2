package dev.appmigrations.engine.jdbc;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;

import org.jspecify.annotations.Nullable;

/**
 * A connection while others work with it: it cannot be closed. A transaction that was
 * open before cannot be ended either, because it commits together with a record;
 * savepoints are free.
 *
 * @param target the connection
 * @param transaction whether a transaction was open before
 */
record LentConnection(Connection target, boolean transaction) implements InvocationHandler {

	static Connection of(Connection target, boolean transaction) {
		return (Connection) Proxy.newProxyInstance(LentConnection.class.getClassLoader(),
				new Class<?>[] { Connection.class }, new LentConnection(target, transaction));
	}

	@Override
	public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
		Object first = (arguments != null) ? arguments[0] : null;
		return switch (method.getName()) {
			case "equals" -> proxy == first;
			case "hashCode" -> System.identityHashCode(proxy);
			case "close" -> null;
			case "setAutoCommit" -> {
				if (Boolean.TRUE.equals(first)) {
					refuse(method);
				}
				yield (this.transaction) ? null : call(method, arguments);
			}
			case "commit", "abort" -> {
				refuse(method);
				yield call(method, arguments);
			}
			case "rollback" -> {
				if (first == null) {
					refuse(method);
				}
				yield call(method, arguments);
			}
			default -> call(method, arguments);
		};
	}

	private @Nullable Object call(Method method, Object @Nullable [] arguments) throws Throwable {
		try {
			return method.invoke(this.target, arguments);
		}
		catch (InvocationTargetException ex) {
			throw (ex.getCause() != null) ? ex.getCause() : ex;
		}
	}

	private void refuse(Method method) throws SQLException {
		if (this.transaction) {
			throw new SQLException("The transaction commits together with the record of the migration: "
					+ method.getName()
					+ " is not allowed. A migration that needs transactions of its own says transaction = false.");
		}
	}

}
