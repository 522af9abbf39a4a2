package dev.appmigrations.engine.rollout;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import dev.appmigrations.engine.migration.Migration;
import dev.appmigrations.engine.report.InstanceReport;
import dev.appmigrations.engine.report.MigrationReport;
import dev.appmigrations.engine.report.ReleaseReport;
import dev.appmigrations.engine.report.SoakReport;
import dev.appmigrations.engine.report.WaitingReport;
import org.jspecify.annotations.Nullable;

/**
 * All instances of the application, and all sessions of the database. It is drained of
 * the releases that a contract migration would break if
 * <ol>
 * <li>every instance that is alive knows the migration, and
 * <li>every session of the application's roles belongs to an instance that is alive. Its
 * roles are those that its instances are seen with; where none is alive, or none is seen,
 * the one that migrates is taken for it.
 * </ol>
 *
 * @param now the server's time
 * @param instances those that live, and those that are gone and did not sign off
 * @param generations all that the registry knows, also of those that are gone
 * @param backends the sessions of clients, without the one that asks
 * @param ownRole the role that asks
 */
public record Fleet(Instant now, List<Instance> instances, List<Generation> generations, List<Backend> backends,
		String ownRole) {

	/** As long as a session of one that was killed may be open. */
	private static final Duration SHOWN = Duration.ofDays(1);

	public Fleet {
		instances = List.copyOf(instances);
		generations = List.copyOf(generations);
		backends = List.copyOf(backends);
	}

	/**
	 * Returns the same, with what instances know of one of several histories only.
	 * @param prefix what the names of its migrations begin with
	 * @return the instances, who know migrations by their own names
	 */
	public Fleet within(String prefix) {
		return new Fleet(this.now,
				this.instances.stream().map((instance) -> instance.with(within(prefix, instance.knows()))).toList(),
				this.generations.stream()
					.map((generation) -> new Generation(within(prefix, generation.knows()), generation.since(),
							generation.until()))
					.toList(),
				this.backends, this.ownRole);
	}

	private static Set<String> within(String prefix, Set<String> names) {
		return names.stream()
			.filter((name) -> name.startsWith(prefix))
			.map((name) -> name.substring(prefix.length()))
			.collect(Collectors.toSet());
	}

	/**
	 * Tells who is in the way of a contract migration.
	 * @param migration the name of the migration
	 * @return the reasons to wait; empty if it may run
	 */
	List<Obstacle> obstacles(String migration) {
		List<Obstacle> obstacles = new ArrayList<>();
		alive().stream()
			.filter((instance) -> !instance.knows().contains(migration))
			.forEach((instance) -> obstacles.add(new Obstacle.OldInstance(instance)));
		Set<String> roles = roles();
		this.backends.stream()
			.filter((backend) -> backend.role() != null && roles.contains(backend.role()))
			.filter((backend) -> alive().stream().noneMatch((instance) -> instance.owns(backend)))
			.forEach((backend) -> obstacles.add(new Obstacle.StrayBackend(backend, lapsed(backend).orElse(null))));
		return obstacles;
	}

	/**
	 * Adds to a report the instances, and why the contract migrations wait.
	 * @param report the report
	 * @return the same with instances and reasons
	 */
	public MigrationReport explain(MigrationReport report) {
		List<String> names = report.waiting()
			.stream()
			.filter(WaitingReport::hasContractPhase)
			.map(WaitingReport::name)
			.toList();
		return report.with(report.waiting().stream().map(this::explain).toList(), reports(names));
	}

	/**
	 * Returns the instances as everybody who looks is shown them: those that are alive,
	 * and for a day those that are gone and did not sign off.
	 * @param names the names of the contract migrations that wait
	 * @return the instances
	 */
	List<InstanceReport> reports(List<String> names) {
		return this.instances.stream()
			.filter((instance) -> instance.lapsesAt().isAfter(this.now.minus(SHOWN)))
			.map((instance) -> new InstanceReport(instance.id(), instance.host(), instance.application(),
					instance.release(), instance.age().toSeconds(), instance.alive(),
					instance.knows().containsAll(names)))
			.toList();
	}

	/**
	 * Returns the releases that are alive.
	 * @return the releases, with their shares of the instances
	 */
	public List<ReleaseReport> releases() {
		return ReleaseReport.of(reports(List.of()));
	}

	/**
	 * Returns since when no instance is left that does not know a contract migration.
	 * @param migration the migration
	 * @return the time, and not before it was first seen waiting; {@code null} if one is
	 * alive, or if nobody knows
	 */
	public @Nullable Instant drained(Migration migration) {
		return new Soak(this.generations, this.now).end(migration.name(), Duration.ZERO);
	}

	/**
	 * Adds who is in the way of a contract migration.
	 * @param waiting the migration
	 * @return the same with its reasons; none if it may run
	 */
	public WaitingReport explain(WaitingReport waiting) {
		if (!waiting.hasContractPhase()) {
			return waiting;
		}
		List<String> reasons = new ArrayList<>(obstacles(waiting.name()).stream().map(Obstacle::text).toList());
		if (waiting.soak() == null) {
			return waiting.with(reasons);
		}
		Soak soaking = new Soak(this.generations, this.now);
		SoakReport soak = waiting.soak()
			.until(soaking.end(waiting.name(), Duration.ofSeconds(waiting.soak().seconds())));
		String reason = soaking.reason(waiting.name(), soak);
		if (reason != null) {
			reasons.add(reason);
		}
		return waiting.with(soak).with(reasons);
	}

	/**
	 * Tells whether the registry knows since when a contract migration has been waiting.
	 * @param migration its name
	 * @return whether an instance that knows it has ever signed on
	 */
	public boolean hasSeen(String migration) {
		return new Soak(this.generations, this.now).seen(migration) != null;
	}

	/**
	 * Returns the living instances whose release does not know a migration.
	 * @param migration its name
	 * @return a line for each
	 */
	public List<String> unaware(String migration) {
		return alive().stream()
			.filter((instance) -> !instance.knows().contains(migration))
			.map(Instance::text)
			.toList();
	}

	/**
	 * Tells whether an instance of another release is alive.
	 * @param release the release that asks, {@code null} if it is not known
	 * @return {@code true} also for instances whose release is not known
	 */
	public boolean hasOtherRelease(@Nullable String release) {
		return alive().stream().anyMatch((instance) -> release == null || !release.equals(instance.release()));
	}

	/**
	 * Names the instances that are alive.
	 * @return a phrase for each
	 */
	public List<String> living() {
		return alive().stream().map(Instance::text).toList();
	}

	/**
	 * Tells which instances show that others use the database: those that are alive, and
	 * those that have run on another host and did not sign off.
	 * @param host the name of this host
	 * @return a clause for each
	 */
	public List<String> traces(String host) {
		List<String> traces = new ArrayList<>();
		for (Instance instance : this.instances) {
			if (instance.alive()) {
				traces.add(instance.text() + " is running");
			}
			else if (!host.equals(instance.host())) {
				traces.add(instance.text() + " was running " + instance.age().toSeconds() + " s ago");
			}
		}
		return traces;
	}

	/**
	 * Names the sessions of the database, without the one that asks.
	 * @return a line for each
	 */
	public List<String> sessions() {
		return this.backends.stream().map(Backend::text).toList();
	}

	private List<Instance> alive() {
		return this.instances.stream().filter(Instance::alive).toList();
	}

	private Optional<Instance> lapsed(Backend backend) {
		return this.instances.stream().filter((instance) -> instance.owns(backend)).findFirst();
	}

	private Set<String> roles() {
		Set<String> roles = this.backends.stream()
			.filter((backend) -> this.instances.stream().anyMatch((instance) -> instance.uses(backend)))
			.map(Backend::role)
			.filter(Objects::nonNull)
			.collect(Collectors.toSet());
		if (roles.isEmpty() || alive().isEmpty()) {
			roles.add(this.ownRole);
		}
		return roles;
	}

}
