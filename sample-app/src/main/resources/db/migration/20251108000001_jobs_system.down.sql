DROP FUNCTION public.fail_job(uuid, text, text);
DROP FUNCTION public.complete_job(uuid, text);
DROP FUNCTION public.claim_jobs(text, text, integer, interval);
DROP TABLE public.jobs;
