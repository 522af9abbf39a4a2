DROP TABLE public.campaigns;
DROP TABLE public.contacts;

-- The policies of accounts and profiles call the function and read the table that go next.
DROP POLICY "Owners and admins change their accounts" ON public.accounts;
DROP POLICY "Members see their accounts" ON public.accounts;
DROP POLICY "Users see themselves and their colleagues" ON public.profiles;

DROP TABLE public.account_members;
DROP FUNCTION public.is_account_member(uuid, text[]);

DROP TRIGGER users_create_profile ON auth.users;
DROP FUNCTION public.create_profile_for_user();
DROP TABLE public.profiles;
DROP TABLE public.accounts;
DROP FUNCTION public.set_updated_at();
