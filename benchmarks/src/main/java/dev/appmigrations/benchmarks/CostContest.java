package dev.appmigrations.benchmarks;

import java.util.ArrayList;
import java.util.List;

/**
 * A contest with the lower bound in which the CPU time of the client counts as well,
 * which other work on the machine disturbs less than the time that passes. The two are
 * measured in turn.
 */
final class CostContest {

	private static final String WALL_GOAL = "1.10";

	private final String title;

	private final Cost.Task lowerBound;

	private final Cost.Task own;

	CostContest(String title, Cost.Task lowerBound, Cost.Task own) {
		this.title = title;
		this.lowerBound = lowerBound;
		this.own = own;
	}

	/**
	 * Measures and prints.
	 * @param warmUps how many rounds do not count
	 * @param rounds how many do
	 * @throws Exception if the work cannot be done
	 */
	void run(int warmUps, int rounds) throws Exception {
		List<Cost> lowerBounds = new ArrayList<>();
		List<Cost> owns = new ArrayList<>();
		for (int round = -warmUps; round < rounds; round++) {
			System.gc();
			Cost lowerBoundCost = this.lowerBound.measure();
			System.gc();
			Cost ownCost = this.own.measure();
			if (round >= 0) {
				lowerBounds.add(lowerBoundCost);
				owns.add(ownCost);
			}
		}
		print(lowerBounds, owns);
	}

	private void print(List<Cost> lowerBounds, List<Cost> owns) {
		Table table = new Table(this.title + ", " + owns.size() + " rounds", "", "bare driver, median ms", "min",
				"App Migrations, median ms", "min", "ratio", "min", "max", "of the fastest", "goal");
		add(table, "time", WALL_GOAL, time(lowerBounds), time(owns));
		add(table, "CPU time of the client", "1.5", cpu(lowerBounds), cpu(owns));
		table.print();
	}

	private static void add(Table table, String name, String goal, Figures lowerBound, Figures own) {
		Figures ratio = own.dividedBy(lowerBound);
		table.add(name, Table.number(lowerBound.median(), 1), Table.number(lowerBound.min(), 1),
				Table.number(own.median(), 1), Table.number(own.min(), 1), Table.number(ratio.median(), 2),
				Table.number(ratio.min(), 2), Table.number(ratio.max(), 2),
				Table.number(own.min() / lowerBound.min(), 2), goal);
	}

	private static Figures time(List<Cost> costs) {
		return Figures.ofNanos(costs.stream().mapToLong(Cost::nanos).toArray());
	}

	private static Figures cpu(List<Cost> costs) {
		return Figures.ofNanos(costs.stream().mapToLong(Cost::cpuNanos).toArray());
	}

}
