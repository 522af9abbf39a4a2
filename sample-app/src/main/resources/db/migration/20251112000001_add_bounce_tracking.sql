-- Bounces and complaints, as the mail provider's webhook reports them, and the list of addresses
-- that must not be written to again.

ALTER TABLE public.contacts ADD COLUMN bounced_at timestamptz;

COMMENT ON COLUMN public.contacts.bounced_at IS 'When mail to the contact last bounced for good.';

CREATE TABLE public.email_events (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  account_id uuid NOT NULL REFERENCES public.accounts (id) ON DELETE CASCADE,
  campaign_id uuid REFERENCES public.campaigns (id) ON DELETE SET NULL,
  contact_id uuid REFERENCES public.contacts (id) ON DELETE SET NULL,
  provider text NOT NULL,
  provider_event_id text NOT NULL,
  event_type text NOT NULL
    CONSTRAINT email_events_event_type_known CHECK (event_type IN ('delivered', 'bounced', 'complained')),
  bounce_type text
    CONSTRAINT email_events_bounce_type_known CHECK (bounce_type IN ('hard', 'soft')),
  email text NOT NULL,
  smtp_status text CONSTRAINT email_events_smtp_status_format CHECK (smtp_status ~ '^[245]\.\d{1,3}\.\d{1,3}$'),
  payload jsonb NOT NULL DEFAULT '{}',
  occurred_at timestamptz NOT NULL,
  received_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT email_events_provider_event_key UNIQUE (provider, provider_event_id),
  CONSTRAINT email_events_bounce_has_type CHECK ((event_type = 'bounced') = (bounce_type IS NOT NULL))
);

CREATE INDEX email_events_account_id_idx ON public.email_events (account_id, occurred_at DESC);
CREATE INDEX email_events_campaign_id_idx ON public.email_events (campaign_id) WHERE campaign_id IS NOT NULL;
CREATE INDEX email_events_contact_id_idx ON public.email_events (contact_id) WHERE contact_id IS NOT NULL;
CREATE INDEX email_events_soft_bounces_idx ON public.email_events (account_id, lower(email), occurred_at)
  WHERE bounce_type = 'soft';

COMMENT ON TABLE public.email_events IS 'What happened to mail that was sent; one row for each webhook event.';
COMMENT ON COLUMN public.email_events.provider_event_id IS
  'The provider''s id: webhooks are delivered at least once, and the second delivery is a duplicate key.';
COMMENT ON COLUMN public.email_events.smtp_status IS 'Enhanced status code (RFC 3463), for example 5.1.1.';
COMMENT ON COLUMN public.email_events.payload IS 'The event as it came.';

CREATE TABLE public.email_suppressions (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  account_id uuid NOT NULL REFERENCES public.accounts (id) ON DELETE CASCADE,
  email text NOT NULL,
  reason text NOT NULL
    CONSTRAINT email_suppressions_reason_known CHECK (reason IN ('hard_bounce', 'soft_bounces', 'complaint', 'manual')),
  event_id uuid REFERENCES public.email_events (id) ON DELETE SET NULL,
  expires_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now()
);

CREATE UNIQUE INDEX email_suppressions_account_id_email_key ON public.email_suppressions (account_id, lower(email));
CREATE INDEX email_suppressions_event_id_idx ON public.email_suppressions (event_id);

COMMENT ON TABLE public.email_suppressions IS 'Addresses that an account must not write to.';
COMMENT ON COLUMN public.email_suppressions.expires_at IS 'Null: for good. Only soft bounces are forgiven.';

CREATE FUNCTION public.suppress_after_bounce() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = ''
AS $$
DECLARE
  suppression text;
BEGIN
  IF NEW.event_type = 'complained' THEN
    suppression := 'complaint';
  ELSIF NEW.bounce_type = 'hard' THEN
    suppression := 'hard_bounce';
  ELSIF NEW.bounce_type = 'soft' AND (
    SELECT count(*) >= 3
    FROM public.email_events e
    WHERE e.account_id = NEW.account_id
      AND lower(e.email) = lower(NEW.email)
      AND e.bounce_type = 'soft'
      AND e.occurred_at > NEW.occurred_at - interval '30 days'
  ) THEN
    suppression := 'soft_bounces';
  ELSE
    RETURN NULL;
  END IF;

  INSERT INTO public.email_suppressions AS s (account_id, email, reason, event_id, expires_at)
  VALUES (NEW.account_id, NEW.email, suppression, NEW.id,
    CASE suppression WHEN 'soft_bounces' THEN NEW.occurred_at + interval '90 days' END)
  ON CONFLICT (account_id, lower(email)) DO UPDATE
    SET reason = excluded.reason, event_id = excluded.event_id, expires_at = excluded.expires_at
    WHERE s.expires_at IS NOT NULL;

  UPDATE public.contacts
  SET bounced_at = NEW.occurred_at
  WHERE NEW.event_type = 'bounced'
    AND account_id = NEW.account_id
    AND lower(email) = lower(NEW.email);
  RETURN NULL;
END;
$$;

COMMENT ON FUNCTION public.suppress_after_bounce() IS
  E'Suppresses an address after a complaint, a hard bounce, or the third soft bounce in 30 days.\n'
  'A suppression for good is never weakened.';

CREATE TRIGGER email_events_suppress
  AFTER INSERT ON public.email_events
  FOR EACH ROW WHEN (NEW.event_type <> 'delivered')
  EXECUTE FUNCTION public.suppress_after_bounce();

CREATE FUNCTION public.is_suppressed(account uuid, address text) RETURNS boolean
  LANGUAGE sql STABLE
  SET search_path = ''
AS $$
  SELECT EXISTS (
    SELECT FROM public.email_suppressions s
    WHERE s.account_id = account
      AND lower(s.email) = lower(address)
      AND (s.expires_at IS NULL OR s.expires_at > now())
  )
$$;

COMMENT ON FUNCTION public.is_suppressed(uuid, text) IS 'Asked once for each address before a campaign is sent.';

ALTER TABLE public.email_events ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.email_suppressions ENABLE ROW LEVEL SECURITY;

CREATE POLICY "Members see events" ON public.email_events
  FOR SELECT TO authenticated
  USING (public.is_account_member(account_id));

CREATE POLICY "Members see suppressions" ON public.email_suppressions
  FOR SELECT TO authenticated
  USING (public.is_account_member(account_id));

CREATE POLICY "Members suppress by hand" ON public.email_suppressions
  FOR INSERT TO authenticated
  WITH CHECK (reason = 'manual' AND public.is_account_member(account_id));

CREATE POLICY "Members lift what was done by hand" ON public.email_suppressions
  FOR DELETE TO authenticated
  USING (reason = 'manual' AND public.is_account_member(account_id));

GRANT SELECT ON public.email_events TO authenticated;
GRANT SELECT, INSERT, DELETE ON public.email_suppressions TO authenticated;
GRANT ALL ON public.email_events, public.email_suppressions TO service_role;
