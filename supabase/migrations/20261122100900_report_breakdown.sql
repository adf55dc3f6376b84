-- The figures by agent, inbox or label: each source is read once, whatever is counted of it.

create function private.report_names(scope private.report_scope, by text)
  returns table (id uuid, name text, is_shown boolean)
  language sql stable set search_path = ''
as $$
  select a.user_id, a.name, a.removed_at is null
  from public.agents a
  where by = 'agent'
    and a.workspace_id = scope.workspace_id
    and (scope.agent_ids is null or a.user_id = any (scope.agent_ids))
  union all
  select null, null, false
  where by = 'agent'
    and scope.agent_ids is null
  union all
  select i.id, i.name, true
  from public.inboxes i
  where by = 'inbox'
    and i.workspace_id = scope.workspace_id
    and (scope.inbox_ids is null or i.id = any (scope.inbox_ids))
  union all
  select l.id, l.name, true
  from public.labels l
  where by = 'label'
    and l.workspace_id = scope.workspace_id
  union all
  select null, null, false
  where by = 'label'
    and scope.conversation_ids is null;
$$;
comment on function private.report_names(private.report_scope, text) is
  'The rows that a breakdown may have, by name. Not shown without a figure: agents who left; nobody, or no label (null).';

create function private.report_replies_by(scope private.report_scope, by text, parts text[])
  returns table (id uuid, first_reply jsonb, reply jsonb)
  language plpgsql stable set search_path = '' set plan_cache_mode = 'force_custom_plan'
as $$
begin
  if 'replies' <> all (parts) then
    return;
  end if;
  return query
  select k.id, private.report_figures(array_agg(x.value) filter (where r.is_first)), private.report_figures(array_agg(x.value))
  from reporting.replies r
  left join reporting.labelled l on by = 'label' and l.conversation_id = r.conversation_id and l.workspace_id = scope.workspace_id
  cross join lateral (select case by when 'agent' then r.agent_id when 'inbox' then r.inbox_id else l.label_id end as id) k
  cross join lateral (select case scope.clock when 'business' then r.business_seconds else r.seconds end as value) x
  where r.workspace_id = scope.workspace_id
    and r.at >= scope.since_at
    and r.at < scope.until_at
    and (scope.inbox_ids is null or r.inbox_id = any (scope.inbox_ids))
    and (scope.agent_ids is null or r.agent_id = any (scope.agent_ids))
    and (scope.conversation_ids is null or r.conversation_id = any (scope.conversation_ids))
  group by k.id;
end;
$$;
comment on function private.report_replies_by(private.report_scope, text, text[]) is 'First reply and reply times by agent, inbox or label.';

create function private.report_resolutions_by(scope private.report_scope, by text, parts text[])
  returns table (id uuid, resolution jsonb)
  language plpgsql stable set search_path = '' set plan_cache_mode = 'force_custom_plan'
as $$
begin
  if 'resolutions' <> all (parts) then
    return;
  end if;
  return query
  select k.id, private.report_figures(array_agg(x.value))
  from reporting.resolutions r
  left join reporting.labelled l on by = 'label' and l.conversation_id = r.conversation_id and l.workspace_id = scope.workspace_id
  cross join lateral (select case by when 'agent' then r.agent_id when 'inbox' then r.inbox_id else l.label_id end as id) k
  cross join lateral (select case scope.clock when 'business' then r.business_seconds else r.seconds end as value) x
  where r.workspace_id = scope.workspace_id
    and r.at >= scope.since_at
    and r.at < scope.until_at
    and (scope.inbox_ids is null or r.inbox_id = any (scope.inbox_ids))
    and (scope.agent_ids is null or r.agent_id = any (scope.agent_ids))
    and (scope.conversation_ids is null or r.conversation_id = any (scope.conversation_ids))
  group by k.id;
end;
$$;
comment on function private.report_resolutions_by(private.report_scope, text, text[]) is 'Resolution times by agent, inbox or label.';

create function private.report_unanswered_by(scope private.report_scope, by text, parts text[])
  returns table (id uuid, unanswered jsonb)
  language plpgsql stable set search_path = '' set plan_cache_mode = 'force_custom_plan'
as $$
begin
  if 'unanswered' <> all (parts) then
    return;
  end if;
  return query
  select
    k.id,
    private.report_share(count(*) filter (where t.is_unanswered), count(*), count(*) filter (where t.outcome = 'waiting'))
  from reporting.turns t
  left join reporting.labelled l on by = 'label' and l.conversation_id = t.conversation_id and l.workspace_id = scope.workspace_id
  cross join lateral (select case by when 'agent' then t.agent_id when 'inbox' then t.inbox_id else l.label_id end as id) k
  where t.workspace_id = scope.workspace_id
    and t.started_at >= scope.since_at
    and t.started_at < scope.until_at
    and (scope.inbox_ids is null or t.inbox_id = any (scope.inbox_ids))
    and (scope.agent_ids is null or t.agent_id = any (scope.agent_ids))
    and (scope.conversation_ids is null or t.conversation_id = any (scope.conversation_ids))
  group by k.id;
end;
$$;
comment on function private.report_unanswered_by(private.report_scope, text, text[]) is 'Unanswered turns by agent, inbox or label.';

create function private.report_messages_by(scope private.report_scope, by text, author public.actor, parts text[])
  returns table (id uuid, n bigint)
  language plpgsql stable set search_path = '' set plan_cache_mode = 'force_custom_plan'
as $$
begin
  if 'messages' <> all (parts) or by = 'label' or (by = 'agent' and author = 'contact') then -- a customer's message is no agent's, and none has a label
    return;
  end if;
  return query
  select k.id, count(*)
  from reporting.messages m
  cross join lateral (select case by when 'agent' then m.agent_id else m.inbox_id end as id) k
  where m.author = report_messages_by.author
    and m.workspace_id = scope.workspace_id
    and m.at >= scope.since_at
    and m.at < scope.until_at
    and (scope.inbox_ids is null or m.inbox_id = any (scope.inbox_ids))
    and (scope.agent_ids is null or m.agent_id = any (scope.agent_ids))
    and (scope.conversation_ids is null or m.conversation_id = any (scope.conversation_ids))
  group by k.id;
end;
$$;
comment on function private.report_messages_by(private.report_scope, text, public.actor, text[]) is 'Messages of customers or of agents, by agent or inbox.';

create function public.report_breakdown(
  workspace_id uuid,
  since date,
  until date,
  by text,
  inbox_ids uuid[] default null,
  agent_ids uuid[] default null,
  clock text default 'clock',
  label_ids uuid[] default null,
  parts text[] default '{replies,resolutions,unanswered,ratings,messages}'
)
  returns jsonb
  language plpgsql stable security definer
  set search_path = '' set work_mem = '64MB' set jit = 'off'
as $$
declare
  v_scope constant private.report_scope := private.report_scope(workspace_id, since, until, inbox_ids, agent_ids, clock, label_ids);
  v_none constant jsonb := private.report_figures(null);
  v_rows jsonb;
begin
  if by is null or by not in ('agent', 'inbox', 'label') then
    raise exception 'Break down by agent, inbox or label.' using errcode = 'LC400', hint = 'by_invalid';
  end if;
  perform private.checked_parts(parts, array['replies', 'resolutions', 'unanswered', 'ratings', 'messages']);
  select
    coalesce(
      jsonb_agg(
        jsonb_build_object('id', named.id, 'name', named.name)
          || case when 'replies' = any (parts) then
            jsonb_build_object('first_reply', coalesce(r.first_reply, v_none), 'reply', coalesce(r.reply, v_none))
          else '{}' end
          || case when 'resolutions' = any (parts) then jsonb_build_object('resolution', coalesce(s.resolution, v_none)) else '{}' end
          || case when 'unanswered' = any (parts) then
            jsonb_build_object('unanswered', coalesce(u.unanswered, private.report_share(0, 0, 0)))
          else '{}' end
          || case when 'ratings' = any (parts) then
            jsonb_build_object('ratings', coalesce(g.ratings, private.rating_figures(0, null, 0) || private.rated_share(0, 0)))
          else '{}' end
          || case when 'messages' = any (parts) then
            jsonb_build_object(
              'messages_in', case when by = 'inbox' and v_scope.agent_ids is null then coalesce(received.n, 0) end,
              'messages_out', case when by <> 'label' then coalesce(sent.n, 0) end
            )
          else '{}' end
        order by named.id is null, named.name, named.id
      ),
      '[]'
    )
  into v_rows
  from private.report_names(v_scope, by) named
  left join private.report_replies_by(v_scope, by, parts) r on r.id is not distinct from named.id
  left join private.report_resolutions_by(v_scope, by, parts) s on s.id is not distinct from named.id
  left join private.report_unanswered_by(v_scope, by, parts) u on u.id is not distinct from named.id
  left join private.report_ratings_by(v_scope, by, parts) g on g.id is not distinct from named.id
  left join private.report_messages_by(v_scope, by, 'contact', parts) received on received.id = named.id
  left join private.report_messages_by(v_scope, by, 'agent', parts) sent on sent.id = named.id
  where named.is_shown
    or coalesce(r.reply, s.resolution, u.unanswered, g.ratings) is not null
    or sent.n > 0;
  return jsonb_build_object('by', by, 'time_zone', v_scope.time_zone, 'clock', v_scope.clock, 'rows', v_rows);
end;
$$;
comment on function public.report_breakdown(uuid, date, date, text, uuid[], uuid[], text, uuid[], text[]) is
  'The figures by agent, inbox or label; who left, and nobody or no label (null), only with something to show. A definer: membership is checked once. LC400 days_invalid, clock_invalid, by_invalid, parts_invalid; LC401 sign_in_required; LC404 workspace_not_found.';
revoke execute on function public.report_breakdown(uuid, date, date, text, uuid[], uuid[], text, uuid[], text[]) from public, anon, authenticated, service_role;
grant execute on function public.report_breakdown(uuid, date, date, text, uuid[], uuid[], text, uuid[], text[]) to authenticated;

revoke execute on all functions in schema private from public;
