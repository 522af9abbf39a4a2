-- A job queue inside the database. Workers call claim_jobs(), work, and call complete_job() or fail_job().
-- A claim is a lease: a worker that dies loses its jobs to the others when the lease runs out.

CREATE TABLE public.jobs (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  account_id uuid REFERENCES public.accounts (id) ON DELETE CASCADE,
  queue text NOT NULL DEFAULT 'default'
    CONSTRAINT jobs_queue_format CHECK (queue ~ '^[a-z][a-z0-9_-]*$'),
  kind text NOT NULL CONSTRAINT jobs_kind_not_blank CHECK (btrim(kind) <> ''),
  payload jsonb NOT NULL DEFAULT '{}'
    CONSTRAINT jobs_payload_object CHECK (jsonb_typeof(payload) = 'object'),
  status text NOT NULL DEFAULT 'queued'
    CONSTRAINT jobs_status_known CHECK (status IN ('queued', 'running', 'succeeded', 'failed', 'cancelled')),
  priority integer NOT NULL DEFAULT 0,
  deduplication_key text,
  run_at timestamptz NOT NULL DEFAULT now(),
  attempts integer NOT NULL DEFAULT 0,
  max_attempts integer NOT NULL DEFAULT 5 CONSTRAINT jobs_max_attempts_range CHECK (max_attempts BETWEEN 1 AND 100),
  locked_by text,
  locked_until timestamptz,
  last_error text,
  finished_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT jobs_attempts_range CHECK (attempts BETWEEN 0 AND max_attempts),
  CONSTRAINT jobs_running_has_lease
    CHECK ((status = 'running') = (locked_by IS NOT NULL AND locked_until IS NOT NULL)),
  CONSTRAINT jobs_finished_has_time
    CHECK ((status IN ('succeeded', 'failed', 'cancelled')) = (finished_at IS NOT NULL))
);

CREATE INDEX jobs_claimable_idx ON public.jobs (queue, priority DESC, run_at) WHERE status = 'queued';
CREATE INDEX jobs_leases_idx ON public.jobs (locked_until) WHERE status = 'running';
CREATE INDEX jobs_account_id_idx ON public.jobs (account_id, created_at DESC);
CREATE UNIQUE INDEX jobs_deduplication_key ON public.jobs (queue, deduplication_key)
  WHERE status IN ('queued', 'running');

COMMENT ON TABLE public.jobs IS 'Work that is done outside of a request.';
COMMENT ON COLUMN public.jobs.account_id IS 'Null for the product''s own chores.';
COMMENT ON COLUMN public.jobs.deduplication_key IS 'At most one open job of a queue has a given key; null is never a duplicate.';
COMMENT ON COLUMN public.jobs.locked_until IS 'End of the lease; after it, the job may be claimed by another worker.';
COMMENT ON COLUMN public.jobs.attempts IS 'How often the job was claimed, the present claim included.';

CREATE TRIGGER jobs_set_updated_at
  BEFORE UPDATE ON public.jobs
  FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

CREATE FUNCTION public.claim_jobs(
  worker text,
  from_queue text DEFAULT 'default',
  max_jobs integer DEFAULT 1,
  lease interval DEFAULT '5 minutes'
) RETURNS SETOF public.jobs
  LANGUAGE plpgsql
  SET search_path = ''
AS $$
BEGIN
  -- A lease that ran out on the last attempt: nobody reported a failure, so nobody else ever would.
  UPDATE public.jobs j
  SET status = 'failed', locked_by = NULL, locked_until = NULL, finished_at = now(),
      last_error = format('The lease of worker %s ran out', j.locked_by)
  WHERE j.id IN (
    SELECT e.id FROM public.jobs e
    WHERE e.status = 'running' AND e.locked_until < now() AND e.attempts >= e.max_attempts
    FOR UPDATE SKIP LOCKED
  );

  -- MATERIALIZED: a subquery that the planner runs again would lock more rows than max_jobs.
  RETURN QUERY
    WITH next AS MATERIALIZED (
      SELECT c.id FROM public.jobs c
      WHERE c.queue = from_queue
        AND ((c.status = 'queued' AND c.run_at <= now())
          OR (c.status = 'running' AND c.locked_until < now() AND c.attempts < c.max_attempts))
      ORDER BY c.priority DESC, c.run_at
      LIMIT max_jobs
      FOR UPDATE SKIP LOCKED
    )
    UPDATE public.jobs j
    SET status = 'running', attempts = j.attempts + 1, locked_by = worker, locked_until = now() + lease
    FROM next
    WHERE j.id = next.id
    RETURNING j.*;
END;
$$;

COMMENT ON FUNCTION public.claim_jobs(text, text, integer, interval) IS
  'Leases the next due jobs of a queue to a worker. Workers never wait for one another (SKIP LOCKED).';

CREATE FUNCTION public.complete_job(job uuid, worker text) RETURNS boolean
  LANGUAGE sql
  SET search_path = ''
AS $$
  WITH done AS (
    UPDATE public.jobs
    SET status = 'succeeded', locked_by = NULL, locked_until = NULL, last_error = NULL, finished_at = now()
    WHERE id = job AND status = 'running' AND locked_by = worker
    RETURNING id
  )
  SELECT EXISTS (SELECT FROM done)
$$;

COMMENT ON FUNCTION public.complete_job(uuid, text) IS 'False if the worker does not hold the job (any more).';

CREATE FUNCTION public.fail_job(job uuid, worker text, error text) RETURNS boolean
  LANGUAGE plpgsql
  SET search_path = ''
AS $$
DECLARE
  current public.jobs;
BEGIN
  SELECT * INTO current FROM public.jobs WHERE id = job AND status = 'running' AND locked_by = worker FOR UPDATE;
  IF NOT FOUND THEN
    RETURN false;
  END IF;
  IF current.attempts >= current.max_attempts THEN
    UPDATE public.jobs
    SET status = 'failed', locked_by = NULL, locked_until = NULL, last_error = error, finished_at = now()
    WHERE id = job;
  ELSE
    -- 30 s, 1 min, 2 min … up to an hour, and up to a fifth more, so that retries do not come in waves.
    UPDATE public.jobs
    SET status = 'queued', locked_by = NULL, locked_until = NULL, last_error = error,
        run_at = now() + least(interval '30 seconds' * 2 ^ (current.attempts - 1), interval '1 hour')
          * (1 + random() / 5)
    WHERE id = job;
  END IF;
  RETURN true;
END;
$$;

COMMENT ON FUNCTION public.fail_job(uuid, text, text) IS
  'Queues the job again with a growing delay, or fails it after its last attempt; false as for complete_job().';

ALTER TABLE public.jobs ENABLE ROW LEVEL SECURITY;

CREATE POLICY "Members see the jobs of their accounts" ON public.jobs
  FOR SELECT TO authenticated
  USING (account_id IS NOT NULL AND public.is_account_member(account_id));

GRANT SELECT ON public.jobs TO authenticated;
GRANT ALL ON public.jobs TO service_role;
REVOKE EXECUTE ON FUNCTION public.claim_jobs(text, text, integer, interval) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION public.complete_job(uuid, text) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION public.fail_job(uuid, text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION public.claim_jobs(text, text, integer, interval) TO service_role;
GRANT EXECUTE ON FUNCTION public.complete_job(uuid, text) TO service_role;
GRANT EXECUTE ON FUNCTION public.fail_job(uuid, text, text) TO service_role;
