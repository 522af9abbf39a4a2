/*
 * Accounts (the customers), the people who work in them, their contacts and campaigns.
 *
 * Every table that belongs to an account carries account_id, and its policies ask
 * is_account_member() /* a SECURITY DEFINER function, so that policies do not recurse */.
 */

CREATE FUNCTION public.set_updated_at() RETURNS trigger
  LANGUAGE plpgsql
  SET search_path = ''
AS $$
BEGIN
  NEW.updated_at := now();
  RETURN NEW;
END;
$$;

COMMENT ON FUNCTION public.set_updated_at() IS 'Row trigger that keeps updated_at true, whatever the client sends.';

-- Accounts -----------------------------------------------------------------------------------------

CREATE TABLE public.accounts (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  name text NOT NULL CONSTRAINT accounts_name_length CHECK (char_length(name) BETWEEN 1 AND 120),
  slug text NOT NULL CONSTRAINT accounts_slug_key UNIQUE
    CONSTRAINT accounts_slug_format CHECK (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  plan text NOT NULL DEFAULT 'free'
    CONSTRAINT accounts_plan_known CHECK (plan IN ('free', 'team', 'business')),
  monthly_send_limit bigint NOT NULL DEFAULT 1000
    CONSTRAINT accounts_monthly_send_limit_positive CHECK (monthly_send_limit >= 0),
  time_zone text NOT NULL DEFAULT 'UTC',
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);

COMMENT ON TABLE public.accounts IS 'A customer of the product; the tenant that everything else belongs to.';
COMMENT ON COLUMN public.accounts.slug IS 'The account''s name in URLs; lower case, words joined by "-".';
COMMENT ON COLUMN public.accounts.monthly_send_limit IS 'E-mails per calendar month in the account''s time zone.';

CREATE TRIGGER accounts_set_updated_at
  BEFORE UPDATE ON public.accounts
  FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

-- Profiles -----------------------------------------------------------------------------------------

CREATE TABLE public.profiles (
  id uuid PRIMARY KEY REFERENCES auth.users (id) ON DELETE CASCADE,
  display_name text NOT NULL
    CONSTRAINT profiles_display_name_length CHECK (char_length(display_name) BETWEEN 1 AND 80),
  avatar_url text,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);

COMMENT ON TABLE public.profiles IS 'What colleagues see of a user; one row for each row of auth.users.';

CREATE TRIGGER profiles_set_updated_at
  BEFORE UPDATE ON public.profiles
  FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

CREATE FUNCTION public.create_profile_for_user() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = ''
AS $$
BEGIN
  INSERT INTO public.profiles (id, display_name)
  VALUES (
    NEW.id,
    left(coalesce(
      nullif(NEW.raw_user_meta_data ->> 'display_name', ''),
      nullif(split_part(NEW.email, '@', 1), ''),
      'New user'), 80)
  )
  ON CONFLICT (id) DO NOTHING;
  RETURN NEW;
END;
$$;

CREATE TRIGGER users_create_profile
  AFTER INSERT ON auth.users
  FOR EACH ROW EXECUTE FUNCTION public.create_profile_for_user();

-- Membership ---------------------------------------------------------------------------------------

CREATE TABLE public.account_members (
  account_id uuid NOT NULL REFERENCES public.accounts (id) ON DELETE CASCADE,
  profile_id uuid NOT NULL REFERENCES public.profiles (id) ON DELETE CASCADE,
  role text NOT NULL DEFAULT 'member'
    CONSTRAINT account_members_role_known CHECK (role IN ('owner', 'admin', 'member')),
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (account_id, profile_id)
);

CREATE INDEX account_members_profile_id_idx ON public.account_members (profile_id);

COMMENT ON TABLE public.account_members IS 'Who works in which account, and as what.';
COMMENT ON COLUMN public.account_members.role IS
  E'owner: everything, billing included\nadmin: everything but billing\nmember: campaigns and contacts';

CREATE FUNCTION public.is_account_member(account uuid, roles text[] DEFAULT '{owner,admin,member}') RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = ''
AS $$
  SELECT EXISTS (
    SELECT FROM public.account_members m
    WHERE m.account_id = account
      AND m.profile_id = auth.uid()
      AND m.role = ANY (roles)
  )
$$;

COMMENT ON FUNCTION public.is_account_member(uuid, text[]) IS
  'Whether the signed-in user is in the account with one of the roles; reads past the policies of account_members.';

-- Contacts and campaigns ---------------------------------------------------------------------------

CREATE TABLE public.contacts (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  account_id uuid NOT NULL REFERENCES public.accounts (id) ON DELETE CASCADE,
  email text NOT NULL CONSTRAINT contacts_email_format CHECK (email ~ '^[^@\s]+@[^@\s]+\.[^@\s]+$'),
  full_name text,
  attributes jsonb NOT NULL DEFAULT '{}'
    CONSTRAINT contacts_attributes_object CHECK (jsonb_typeof(attributes) = 'object'),
  subscribed_at timestamptz,
  unsubscribed_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT contacts_unsubscribed_after_subscribed CHECK (unsubscribed_at >= subscribed_at)
);

CREATE UNIQUE INDEX contacts_account_id_email_key ON public.contacts (account_id, lower(email));
CREATE INDEX contacts_attributes_idx ON public.contacts USING gin (attributes jsonb_path_ops);

COMMENT ON TABLE public.contacts IS 'The people to whom an account sends e-mail.';
COMMENT ON COLUMN public.contacts.attributes IS 'The account''s own fields, for segments and for placeholders in texts.';

CREATE TRIGGER contacts_set_updated_at
  BEFORE UPDATE ON public.contacts
  FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

CREATE TABLE public.campaigns (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  account_id uuid NOT NULL REFERENCES public.accounts (id) ON DELETE CASCADE,
  created_by uuid REFERENCES public.profiles (id) ON DELETE SET NULL,
  name text NOT NULL,
  subject text NOT NULL DEFAULT '',
  body_html text NOT NULL DEFAULT '',
  status text NOT NULL DEFAULT 'draft'
    CONSTRAINT campaigns_status_known CHECK (status IN ('draft', 'scheduled', 'sending', 'sent', 'cancelled')),
  scheduled_at timestamptz,
  sent_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT campaigns_scheduled_has_time CHECK (status <> 'scheduled' OR scheduled_at IS NOT NULL),
  CONSTRAINT campaigns_sent_has_time CHECK ((status = 'sent') = (sent_at IS NOT NULL))
);

CREATE INDEX campaigns_account_id_created_at_idx ON public.campaigns (account_id, created_at DESC);
CREATE INDEX campaigns_created_by_idx ON public.campaigns (created_by);
CREATE INDEX campaigns_due_idx ON public.campaigns (scheduled_at) WHERE status = 'scheduled';

COMMENT ON TABLE public.campaigns IS 'An e-mail to many contacts, from draft to sent.';
COMMENT ON INDEX public.campaigns_due_idx IS 'Serves the scheduler: "which campaigns are due?"';

CREATE TRIGGER campaigns_set_updated_at
  BEFORE UPDATE ON public.campaigns
  FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

-- Row level security -------------------------------------------------------------------------------

ALTER TABLE public.accounts ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.profiles ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.account_members ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.contacts ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.campaigns ENABLE ROW LEVEL SECURITY;

CREATE POLICY "Members see their accounts" ON public.accounts
  FOR SELECT TO authenticated
  USING (public.is_account_member(id));

CREATE POLICY "Owners and admins change their accounts" ON public.accounts
  FOR UPDATE TO authenticated
  USING (public.is_account_member(id, '{owner,admin}'))
  WITH CHECK (public.is_account_member(id, '{owner,admin}'));

CREATE POLICY "Users see themselves and their colleagues" ON public.profiles
  FOR SELECT TO authenticated
  USING (
    id = auth.uid()
    OR EXISTS (
      SELECT FROM public.account_members m
      WHERE m.profile_id = profiles.id AND public.is_account_member(m.account_id)
    )
  );

CREATE POLICY "Users change themselves" ON public.profiles
  FOR UPDATE TO authenticated
  USING (id = auth.uid())
  WITH CHECK (id = auth.uid());

CREATE POLICY "Members see who else is in" ON public.account_members
  FOR SELECT TO authenticated
  USING (public.is_account_member(account_id));

CREATE POLICY "Owners manage members" ON public.account_members
  FOR ALL TO authenticated
  USING (public.is_account_member(account_id, '{owner}'))
  WITH CHECK (public.is_account_member(account_id, '{owner}'));

CREATE POLICY "Members work with contacts" ON public.contacts
  FOR ALL TO authenticated
  USING (public.is_account_member(account_id))
  WITH CHECK (public.is_account_member(account_id));

CREATE POLICY "Members work with campaigns" ON public.campaigns
  FOR ALL TO authenticated
  USING (public.is_account_member(account_id))
  WITH CHECK (public.is_account_member(account_id));

GRANT SELECT, UPDATE ON public.accounts, public.profiles TO authenticated;
GRANT SELECT, INSERT, UPDATE, DELETE ON public.account_members, public.contacts, public.campaigns TO authenticated;
GRANT ALL ON public.accounts, public.profiles, public.account_members, public.contacts, public.campaigns
  TO service_role;
