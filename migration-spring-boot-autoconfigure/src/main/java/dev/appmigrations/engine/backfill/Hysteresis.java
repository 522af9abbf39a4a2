package dev.appmigrations.engine.backfill;

/**
 * Decides by two values, so that what is near one of them does not change the decision by
 * turns.
 */
final class Hysteresis {

	private final double stop;

	private final double go;

	private boolean stopped;

	/**
	 * Creates a decision.
	 * @param stop a greater value stops
	 * @param go this or a smaller value goes on
	 */
	Hysteresis(double stop, double go) {
		this.stop = stop;
		this.go = go;
	}

	/**
	 * Decides.
	 * @param value the value at present
	 * @return whether it stops, or has stopped and is not good enough yet
	 */
	boolean stops(double value) {
		this.stopped = (this.stopped) ? value > this.go : value > this.stop;
		return this.stopped;
	}

}
