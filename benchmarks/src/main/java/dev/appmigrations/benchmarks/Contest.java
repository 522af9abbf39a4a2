package dev.appmigrations.benchmarks;

import java.util.ArrayList;
import java.util.List;

/**
 * Several ways to do the same work, measured in turn (A B C, A B C, …), so that whatever
 * else the machine does in the meantime happens to all of them. The first contestant is
 * the lower bound: what the others took is divided by what it took in the same round, and
 * the median of these ratios is the figure. Where other work disturbs the rounds, the
 * ratio of the two fastest rounds is the better one: it is in the last column but one.
 */
final class Contest {

	private final String title;

	private final List<Contestant> contestants = new ArrayList<>();

	private final List<String> goals = new ArrayList<>();

	Contest(String title) {
		this.title = title;
	}

	/**
	 * Adds a contestant; the first is the lower bound.
	 * @param name what it is called
	 * @param task does the work once
	 * @return this
	 */
	Contest add(String name, Contestant.Task task) {
		return add(name, "", task);
	}

	/**
	 * Adds a contestant that has a goal.
	 * @param name what it is called
	 * @param goal the largest ratio that it should have
	 * @param task does the work once
	 * @return this
	 */
	Contest add(String name, String goal, Contestant.Task task) {
		this.contestants.add(new Contestant(name, task));
		this.goals.add(goal);
		return this;
	}

	/**
	 * Measures and prints.
	 * @param warmUps how many rounds do not count
	 * @param rounds how many do
	 * @return what each contestant took, in their order
	 * @throws Exception if the work cannot be done
	 */
	List<Figures> run(int warmUps, int rounds) throws Exception {
		long[][] nanos = new long[this.contestants.size()][rounds];
		for (int round = -warmUps; round < rounds; round++) {
			for (int i = 0; i < nanos.length; i++) {
				// What one leaves behind is not the next one's to clean up.
				System.gc();
				long taken = this.contestants.get(i).task().measure();
				if (round >= 0) {
					nanos[i][round] = taken;
				}
			}
		}
		List<Figures> figures = new ArrayList<>();
		for (long[] series : nanos) {
			figures.add(Figures.ofNanos(series));
		}
		print(figures, rounds);
		return figures;
	}

	private void print(List<Figures> figures, int rounds) {
		Table table = new Table(this.title + ", " + rounds + " rounds", "", "median ms", "min", "max", "ratio", "min",
				"max", "of the fastest", "goal");
		for (int i = 0; i < figures.size(); i++) {
			Figures own = figures.get(i);
			Figures ratio = own.dividedBy(figures.get(0));
			table.add(this.contestants.get(i).name(), Table.number(own.median(), 1), Table.number(own.min(), 1),
					Table.number(own.max(), 1), Table.number(ratio.median(), 2), Table.number(ratio.min(), 2),
					Table.number(ratio.max(), 2), Table.number(own.min() / figures.get(0).min(), 2), this.goals.get(i));
		}
		table.print();
	}

}
