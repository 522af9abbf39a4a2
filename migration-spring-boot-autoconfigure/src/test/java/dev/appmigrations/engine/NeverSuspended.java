package dev.appmigrations.engine;

import dev.appmigrations.engine.instance.InstanceListener;

/**
 * An application whose instance is never to be suspended.
 */
class NeverSuspended implements InstanceListener {

	@Override
	public void suspended(String reason) {
		throw new IllegalStateException(reason);
	}

	@Override
	public void resumed() {
		throw new IllegalStateException("It was not suspended");
	}

}
