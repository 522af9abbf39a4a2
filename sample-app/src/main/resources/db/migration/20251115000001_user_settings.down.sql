DROP TRIGGER profiles_create_settings ON public.profiles;
DROP FUNCTION public.create_settings_for_profile();
DROP FUNCTION public.wants_notification(uuid, text, text);
DROP TABLE public.notification_settings;
DROP TABLE public.user_settings;
