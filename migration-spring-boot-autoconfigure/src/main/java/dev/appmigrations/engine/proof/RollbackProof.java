package dev.appmigrations.engine.proof;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.proof.MigrationProof.Outcome;
import dev.appmigrations.engine.text.VisibleLog;
import org.jspecify.annotations.Nullable;

/**
 * Proves the rollback of each migration, in the order of application:
 * <ol>
 * <li>Apply the migration, and read the catalogue. A migration that has no rollback ends
 * here.
 * <li>Undo it, and compare with what was there before.
 * <li>Remove what was left behind: otherwise the next step, and with it all later
 * migrations, would mostly fail for what is known already.
 * <li>Apply it again, and compare with what was there after the first time.
 * <li>If that fails, build the database anew up to this migration, so that the later ones
 * are proven all the same.
 * </ol>
 * Then (before the repeatable migrations, which have no rollback and may stand on all
 * others) the rollbacks are proven as a chain, from the last migration back to the first
 * that can be reached, and all of these migrations are applied once more, each way in one
 * run. In the end the database is what it was before. The catalogue is read three times
 * for a migration, and not again where its state is known.
 */
public final class RollbackProof {

	private static final VisibleLog logger = VisibleLog.of(RollbackProof.class);

	private static final String ROLE = "role ";

	private final ProofSubject subject;

	private final ProofListener listener;

	/** Roles belong to all databases of the server: only ours are dropped. */
	private final Set<String> roles = new HashSet<>();

	/** The applied migrations, in order. */
	private final List<String> applied = new ArrayList<>();

	/** The last of those that are applied whose rollbacks are all proven. */
	private final List<String> links = new ArrayList<>();

	/** Proven before the first repeatable migration, which nothing undoes. */
	private @Nullable MigrationProof chain;

	private boolean chainTried;

	private SchemaSnapshot current = new SchemaSnapshot(List.of());

	/** The catalogue before the first of the links. */
	private SchemaSnapshot base = this.current;

	/**
	 * Creates a proof, to be run once.
	 * @param subject the scratch database
	 * @param listener is notified of each step
	 */
	public RollbackProof(ProofSubject subject, ProofListener listener) {
		this.subject = subject;
		this.listener = listener;
	}

	/**
	 * Proves all, and leaves the database as it was.
	 * @return an entry for each migration, and one for the chain
	 */
	public ProofReport run() {
		SchemaSnapshot initial = this.subject.snapshot();
		this.current = initial;
		this.base = initial;
		try {
			List<MigrationProof> proofs = proveEach(initial);
			proveChainOnce();
			return new ProofReport(proofs, this.chain);
		}
		finally {
			leave(initial);
		}
	}

	private List<MigrationProof> proveEach(SchemaSnapshot initial) {
		List<MigrationProof> proofs = new ArrayList<>();
		String obstacle = null;
		List<String> pending = this.subject.pending();
		for (String migration : pending) {
			MigrationProof proof;
			if (obstacle != null) {
				proof = MigrationProof.of(migration, Outcome.NOT_RUN,
						"It comes after " + obstacle + ", which could not be left applied.");
			}
			else {
				if (this.subject.isRepeatable(migration)) {
					proveChainOnce();
				}
				this.listener.proofStarted(migration, proofs.size() + 1, pending.size());
				proof = prove(migration);
				this.applied.add(migration);
				if (proof.failure() != null && !this.subject.stands(migration) && !rebuild(initial)) {
					obstacle = migration;
				}
				link(migration, proof);
			}
			proofs.add(proof);
			this.listener.proofEnded(proof);
		}
		return proofs;
	}

	private void link(String migration, MigrationProof proof) {
		if (proof.outcome() == Outcome.PROVEN) {
			this.links.add(migration);
		}
		else {
			this.links.clear();
			this.base = this.current;
		}
	}

	private MigrationProof prove(String migration) {
		SchemaSnapshot before = this.current;
		try {
			this.subject.apply(migration);
			SchemaSnapshot first = this.subject.snapshot();
			noteRoles(before, first);
			this.current = first;
			if (!this.subject.hasRollback(migration)) {
				return MigrationProof.of(migration, Outcome.NO_ROLLBACK, null);
			}
			this.subject.undo(migration);
			return again(migration, before, first);
		}
		catch (MigrationException ex) {
			return MigrationProof.of(migration, Outcome.FAILED, ex.getMessage());
		}
	}

	private MigrationProof again(String migration, SchemaSnapshot before, SchemaSnapshot first) {
		SchemaDifference afterDown = SchemaDifference.between(before, this.subject.snapshot());
		this.subject.remove(afterDown.addedRoots());
		try {
			this.subject.apply(migration);
			this.current = this.subject.snapshot();
			SchemaDifference afterUpAgain = SchemaDifference.between(first, this.current);
			boolean proven = afterDown.isEmpty() && afterUpAgain.isEmpty();
			return new MigrationProof(migration, (proven) ? Outcome.PROVEN : Outcome.DIFFERS, afterDown, afterUpAgain,
					null);
		}
		catch (MigrationException ex) {
			return new MigrationProof(migration, (afterDown.isEmpty()) ? Outcome.FAILED : Outcome.DIFFERS, afterDown,
					SchemaDifference.NONE, "It cannot be applied again after its rollback.\n" + ex.getMessage());
		}
	}

	/** Applies anew what is applied, on a database that is made empty. */
	private boolean rebuild(SchemaSnapshot initial) {
		clear(initial);
		try {
			this.applied.forEach(this.subject::apply);
			this.current = this.subject.snapshot();
			return true;
		}
		catch (MigrationException ex) {
			logger.debug("The database could not be built anew: {}", ex.getMessage());
			return false;
		}
	}

	private void proveChainOnce() {
		// A single link was proven for itself.
		if (!this.chainTried && this.links.size() > 1) {
			this.chain = proveChain();
		}
		this.chainTried = true;
	}

	private MigrationProof proveChain() {
		String name = "all from " + this.links.get(this.links.size() - 1) + " back to " + this.links.get(0);
		this.listener.chainStarted(this.links.size());
		MigrationProof proof = proveChain(name);
		this.listener.proofEnded(proof);
		return proof;
	}

	private MigrationProof proveChain(String name) {
		SchemaSnapshot complete = this.current;
		SchemaDifference afterDown = SchemaDifference.NONE;
		try {
			this.subject.undoLast(this.links.size());
			afterDown = SchemaDifference.between(this.base, this.subject.snapshot());
			this.subject.remove(afterDown.addedRoots());
			this.subject.applyVersioned();
			SchemaDifference afterUpAgain = SchemaDifference.between(complete, this.subject.snapshot());
			boolean proven = afterDown.isEmpty() && afterUpAgain.isEmpty();
			return new MigrationProof(name, (proven) ? Outcome.PROVEN : Outcome.DIFFERS, afterDown, afterUpAgain, null);
		}
		catch (MigrationException ex) {
			return new MigrationProof(name, (afterDown.isEmpty()) ? Outcome.FAILED : Outcome.DIFFERS, afterDown,
					SchemaDifference.NONE, ex.getMessage());
		}
	}

	private void noteRoles(SchemaSnapshot before, SchemaSnapshot after) {
		for (String identity : after.objects().keySet()) {
			if (identity.startsWith(ROLE) && !before.objects().containsKey(identity)) {
				this.roles.add(identity);
			}
		}
	}

	private void clear(SchemaSnapshot initial) {
		List<SchemaObject> added = new ArrayList<>();
		for (SchemaObject object : SchemaDifference.between(initial, this.subject.snapshot()).addedRoots()) {
			if (!object.identity().startsWith(ROLE) || this.roles.contains(object.identity())) {
				added.add(object);
			}
		}
		this.subject.clear(added);
	}

	private void leave(SchemaSnapshot initial) {
		try {
			clear(initial);
			SchemaDifference rest = SchemaDifference.between(initial, this.subject.snapshot());
			if (!rest.isEmpty()) {
				logger.warn("The scratch database is not what it was before the proof:\n{}", rest.text().strip());
			}
		}
		catch (MigrationException ex) {
			logger.warn("The scratch database could not be left as it was before the proof: {}", ex.getMessage());
		}
	}

}
