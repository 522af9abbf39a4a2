DROP TABLE public.agent_tasks;
DROP TABLE public.agent_messages;
DROP TABLE public.agent_conversations;
DROP FUNCTION public.touch_agent_conversation();
