-- The board of this moment.

create function public.report_live(workspace_id uuid, inbox_ids uuid[] default null)
  returns jsonb
  language plpgsql stable security definer set search_path = ''
as $$
declare
  v_board jsonb;
begin
  perform private.require_agent(workspace_id);
  select jsonb_build_object(
    'open', count(*) filter (where c.status = 'open'),
    'snoozed', count(*) filter (where c.status = 'snoozed'),
    'unassigned', count(*) filter (where c.status = 'open' and c.assignee_id is null)
  )
  into v_board
  from public.conversations c
  where c.workspace_id = report_live.workspace_id
    and c.status <> 'closed'
    and (inbox_ids is null or c.inbox_id = any (inbox_ids));
  v_board := v_board || (
    select jsonb_build_object(
      'waiting', count(*),
      'longest_wait_seconds', max(w.seconds),
      'longest_wait_conversation_id', (array_agg(w.conversation_id order by w.waiting_since, w.conversation_id))[1]
    )
    from reporting.waiting_now w
    where w.workspace_id = report_live.workspace_id
      and (inbox_ids is null or w.inbox_id = any (inbox_ids))
  );
  return v_board || (
    select jsonb_build_object(
      'as_of', statement_timestamp(),
      'agents_present', count(*) filter (where private.is_present(a)),
      'agents', jsonb_agg(
        jsonb_build_object(
          'id', a.user_id,
          'name', a.name,
          'avatar_url', a.avatar_url,
          'present', coalesce(private.is_present(a), false),
          'open', (
            select count(*)
            from public.conversations c
            where c.workspace_id = a.workspace_id
              and c.assignee_id = a.user_id
              and c.status = 'open'
              and (inbox_ids is null or c.inbox_id = any (inbox_ids))
          ),
          'waiting', (
            select count(*)
            from reporting.waiting_now w
            where w.workspace_id = a.workspace_id
              and w.agent_id = a.user_id
              and (inbox_ids is null or w.inbox_id = any (inbox_ids))
          )
        )
        order by a.name, a.user_id
      )
    )
    from public.agents a
    where a.workspace_id = report_live.workspace_id
      and a.removed_at is null
  );
end;
$$;
comment on function public.report_live(uuid, uuid[]) is
  'The board of this moment: open, waiting, longest wait, and each agent, present or not. A definer: membership is checked once. LC401 sign_in_required; LC404 workspace_not_found.';

revoke execute on function public.report_live(uuid, uuid[]) from public, anon, authenticated, service_role;
grant execute on function public.report_live(uuid, uuid[]) to authenticated;
