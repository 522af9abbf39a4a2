-- The account manager agent: an assistant that talks with an account's members and works on tasks for them.

CREATE TABLE public.agent_conversations (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  account_id uuid NOT NULL REFERENCES public.accounts (id) ON DELETE CASCADE,
  profile_id uuid NOT NULL REFERENCES public.profiles (id) ON DELETE CASCADE,
  title text,
  status text NOT NULL DEFAULT 'open'
    CONSTRAINT agent_conversations_status_known CHECK (status IN ('open', 'waiting', 'closed')),
  message_count bigint NOT NULL DEFAULT 0
    CONSTRAINT agent_conversations_message_count_positive CHECK (message_count >= 0),
  last_message_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX agent_conversations_account_id_idx ON public.agent_conversations (account_id, last_message_at DESC);
CREATE INDEX agent_conversations_profile_id_idx ON public.agent_conversations (profile_id);

COMMENT ON TABLE public.agent_conversations IS 'A talk between one member of an account and the agent.';
COMMENT ON COLUMN public.agent_conversations.status IS 'waiting: the agent has asked something and stands still.';

CREATE TABLE public.agent_messages (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  conversation_id uuid NOT NULL REFERENCES public.agent_conversations (id) ON DELETE CASCADE,
  author text NOT NULL
    CONSTRAINT agent_messages_author_known CHECK (author IN ('member', 'agent', 'tool')),
  content text NOT NULL,
  tool_name text,
  tool_input jsonb,
  tokens bigint CONSTRAINT agent_messages_tokens_positive CHECK (tokens >= 0),
  created_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT agent_messages_tool_has_name CHECK ((author = 'tool') = (tool_name IS NOT NULL))
);

CREATE INDEX agent_messages_conversation_id_idx ON public.agent_messages (conversation_id, created_at);

COMMENT ON TABLE public.agent_messages IS 'The turns of a conversation; never changed once written.';
COMMENT ON COLUMN public.agent_messages.tokens IS 'What the model was billed for the turn; null for a member''s own.';

CREATE TABLE public.agent_tasks (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  account_id uuid NOT NULL REFERENCES public.accounts (id) ON DELETE CASCADE,
  conversation_id uuid REFERENCES public.agent_conversations (id) ON DELETE SET NULL,
  campaign_id uuid REFERENCES public.campaigns (id) ON DELETE SET NULL,
  kind text NOT NULL
    CONSTRAINT agent_tasks_kind_known CHECK (kind IN ('draft_campaign', 'clean_list', 'report', 'follow_up')),
  summary text NOT NULL,
  priority bigint NOT NULL DEFAULT 3 CONSTRAINT agent_tasks_priority_range CHECK (priority BETWEEN 1 AND 5),
  status text NOT NULL DEFAULT 'proposed'
    CONSTRAINT agent_tasks_status_known CHECK (status IN ('proposed', 'approved', 'running', 'done', 'rejected', 'failed')),
  approved_by uuid REFERENCES public.profiles (id) ON DELETE SET NULL,
  approved_at timestamptz,
  due_at timestamptz,
  result jsonb,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT agent_tasks_work_was_approved
    CHECK (status IN ('proposed', 'rejected') OR approved_at IS NOT NULL)
);

CREATE INDEX agent_tasks_account_id_idx ON public.agent_tasks (account_id, created_at DESC);
CREATE INDEX agent_tasks_conversation_id_idx ON public.agent_tasks (conversation_id);
CREATE INDEX agent_tasks_campaign_id_idx ON public.agent_tasks (campaign_id);
CREATE INDEX agent_tasks_approved_by_idx ON public.agent_tasks (approved_by);
CREATE INDEX agent_tasks_open_idx ON public.agent_tasks (priority, due_at) WHERE status IN ('approved', 'running');

COMMENT ON TABLE public.agent_tasks IS 'What the agent proposes to do, may do, and did.';
COMMENT ON COLUMN public.agent_tasks.priority IS '1 is the most urgent.';
COMMENT ON CONSTRAINT agent_tasks_work_was_approved ON public.agent_tasks IS
  'The agent does nothing that a person has not approved.';

CREATE FUNCTION public.touch_agent_conversation() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = ''
AS $$
BEGIN
  UPDATE public.agent_conversations
  SET message_count = message_count + 1,
      last_message_at = NEW.created_at,
      status = CASE WHEN status = 'closed' THEN status WHEN NEW.author = 'member' THEN 'open' ELSE status END
  WHERE id = NEW.conversation_id;
  RETURN NULL;
END;
$$;

CREATE TRIGGER agent_messages_touch_conversation
  AFTER INSERT ON public.agent_messages
  FOR EACH ROW EXECUTE FUNCTION public.touch_agent_conversation();

CREATE TRIGGER agent_conversations_set_updated_at
  BEFORE UPDATE ON public.agent_conversations
  FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

CREATE TRIGGER agent_tasks_set_updated_at
  BEFORE UPDATE ON public.agent_tasks
  FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

ALTER TABLE public.agent_conversations ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.agent_messages ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.agent_tasks ENABLE ROW LEVEL SECURITY;

CREATE POLICY "Members see the conversations of their accounts" ON public.agent_conversations
  FOR SELECT TO authenticated
  USING (public.is_account_member(account_id));

CREATE POLICY "Members talk for themselves" ON public.agent_conversations
  FOR INSERT TO authenticated
  WITH CHECK (profile_id = auth.uid() AND public.is_account_member(account_id));

CREATE POLICY "Members read messages" ON public.agent_messages
  FOR SELECT TO authenticated
  USING (EXISTS (
    SELECT FROM public.agent_conversations c
    WHERE c.id = conversation_id AND public.is_account_member(c.account_id)
  ));

CREATE POLICY "Members write in their own conversations" ON public.agent_messages
  FOR INSERT TO authenticated
  WITH CHECK (author = 'member' AND EXISTS (
    SELECT FROM public.agent_conversations c
    WHERE c.id = conversation_id AND c.profile_id = auth.uid() AND c.status <> 'closed'
  ));

CREATE POLICY "Members see tasks" ON public.agent_tasks
  FOR SELECT TO authenticated
  USING (public.is_account_member(account_id));

CREATE POLICY "Owners and admins approve tasks" ON public.agent_tasks
  FOR UPDATE TO authenticated
  USING (status = 'proposed' AND public.is_account_member(account_id, '{owner,admin}'))
  WITH CHECK (status IN ('approved', 'rejected') AND approved_by = auth.uid());

GRANT SELECT, INSERT ON public.agent_conversations, public.agent_messages TO authenticated;
GRANT SELECT, UPDATE (status, approved_by, approved_at) ON public.agent_tasks TO authenticated;
GRANT ALL ON public.agent_conversations, public.agent_messages, public.agent_tasks TO service_role;
