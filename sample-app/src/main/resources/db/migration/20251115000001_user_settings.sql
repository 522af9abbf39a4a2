-- Each user's own settings, and which notifications reach them where.

CREATE TABLE public.user_settings (
  profile_id uuid PRIMARY KEY REFERENCES public.profiles (id) ON DELETE CASCADE,
  locale text NOT NULL DEFAULT 'en'
    CONSTRAINT user_settings_locale_format CHECK (locale ~ '^[a-z]{2,3}(-[A-Z]{2})?$'),
  time_zone text NOT NULL DEFAULT 'UTC',
  theme text NOT NULL DEFAULT 'system'
    CONSTRAINT user_settings_theme_known CHECK (theme IN ('system', 'light', 'dark')),
  preferences jsonb NOT NULL DEFAULT '{}'
    CONSTRAINT user_settings_preferences_object CHECK (jsonb_typeof(preferences) = 'object'),
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);

COMMENT ON TABLE public.user_settings IS 'One row for each profile, created with it.';
COMMENT ON COLUMN public.user_settings.locale IS 'BCP 47: language, or language and country, as in "de" or "pt-BR".';
COMMENT ON COLUMN public.user_settings.preferences IS 'What only the user interface reads; no query depends on it.';

CREATE TABLE public.notification_settings (
  profile_id uuid NOT NULL REFERENCES public.profiles (id) ON DELETE CASCADE,
  topic text NOT NULL
    CONSTRAINT notification_settings_topic_known
    CHECK (topic IN ('campaign_sent', 'bounce_rate', 'agent_question', 'job_failed', 'billing')),
  channel text NOT NULL
    CONSTRAINT notification_settings_channel_known CHECK (channel IN ('email', 'in_app')),
  enabled boolean NOT NULL,
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (profile_id, topic, channel)
);

COMMENT ON TABLE public.notification_settings IS 'Where a user departs from the defaults; no row means the default.';

CREATE TRIGGER user_settings_set_updated_at
  BEFORE UPDATE ON public.user_settings
  FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

CREATE TRIGGER notification_settings_set_updated_at
  BEFORE UPDATE ON public.notification_settings
  FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

CREATE FUNCTION public.wants_notification(profile uuid, about text, via text) RETURNS boolean
  LANGUAGE sql STABLE
  SET search_path = ''
AS $$
  SELECT coalesce(
    (SELECT n.enabled FROM public.notification_settings n
      WHERE n.profile_id = profile AND n.topic = about AND n.channel = via),
    via = 'in_app' OR about IN ('agent_question', 'billing')
  )
$$;

COMMENT ON FUNCTION public.wants_notification(uuid, text, text) IS
  'The user''s choice, or else the default: everything in the application, only what needs an answer by e-mail.';

CREATE FUNCTION public.create_settings_for_profile() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = ''
AS $$
BEGIN
  INSERT INTO public.user_settings (profile_id) VALUES (NEW.id) ON CONFLICT (profile_id) DO NOTHING;
  RETURN NULL;
END;
$$;

CREATE TRIGGER profiles_create_settings
  AFTER INSERT ON public.profiles
  FOR EACH ROW EXECUTE FUNCTION public.create_settings_for_profile();

-- After the trigger, so that no profile falls between the two.
INSERT INTO public.user_settings (profile_id)
SELECT id FROM public.profiles
ON CONFLICT (profile_id) DO NOTHING;

ALTER TABLE public.user_settings ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.notification_settings ENABLE ROW LEVEL SECURITY;

CREATE POLICY "Users see and change their own settings" ON public.user_settings
  FOR ALL TO authenticated
  USING (profile_id = auth.uid())
  WITH CHECK (profile_id = auth.uid());

CREATE POLICY "Users choose their own notifications" ON public.notification_settings
  FOR ALL TO authenticated
  USING (profile_id = auth.uid())
  WITH CHECK (profile_id = auth.uid());

GRANT SELECT, UPDATE ON public.user_settings TO authenticated;
GRANT SELECT, INSERT, UPDATE, DELETE ON public.notification_settings TO authenticated;
GRANT ALL ON public.user_settings, public.notification_settings TO service_role;
