DROP FUNCTION public.is_suppressed(uuid, text);
DROP TABLE public.email_suppressions;
DROP TABLE public.email_events;
DROP FUNCTION public.suppress_after_bounce();
ALTER TABLE public.contacts DROP COLUMN bounced_at;
