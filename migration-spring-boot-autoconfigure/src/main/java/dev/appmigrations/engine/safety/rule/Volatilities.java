package dev.appmigrations.engine.safety.rule;

import java.util.ArrayList;
import java.util.List;

import dev.appmigrations.engine.ddl.Expression;
import dev.appmigrations.engine.safety.facts.BuiltInFunctions;
import dev.appmigrations.engine.safety.facts.FunctionFacts;
import dev.appmigrations.engine.safety.facts.FunctionFacts.Volatility;
import dev.appmigrations.engine.safety.state.SchemaState;
import dev.appmigrations.engine.sql.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * The functions of an expression that may return something else for each row.
 *
 * @param known those that are volatile
 * @param unknown those of which nothing is known
 */
record Volatilities(List<ObjectName> known, List<ObjectName> unknown) {

	static Volatilities of(Expression expression, SchemaState schema) {
		List<ObjectName> known = new ArrayList<>();
		List<ObjectName> unknown = new ArrayList<>();
		for (ObjectName function : expression.functions()) {
			FunctionFacts facts = schema.function(function);
			Volatility volatility = (facts != null) ? facts.volatility() : builtIn(function);
			if (volatility == Volatility.VOLATILE) {
				known.add(function);
			}
			else if (volatility == null) {
				unknown.add(function);
			}
		}
		return new Volatilities(known, unknown);
	}

	private static @Nullable Volatility builtIn(ObjectName function) {
		return BuiltInFunctions.of(function);
	}

	/** Whether all functions are known to return the same for each row of a statement. */
	boolean isEmpty() {
		return this.known.isEmpty() && this.unknown.isEmpty();
	}

	boolean isCertain() {
		return !this.known.isEmpty();
	}

	/** One of the functions. */
	String function() {
		return Names.sql((this.known.isEmpty()) ? this.unknown.get(0) : this.known.get(0)) + "()";
	}

}
