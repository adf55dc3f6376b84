-- Live: who may hear and speak on which topic, and how the database speaks. See "Live" in docs/api.md.
-- Policies on realtime.messages are all that a migration may make in that schema, and they take no comment.

create function private.is_my_contact(contact_id uuid)
  returns boolean
  language plpgsql stable set search_path = ''
as $$
begin
  return exists (
    select
    from public.contact_sessions
    where contact_sessions.contact_id = is_my_contact.contact_id
      and contact_sessions.user_id = auth.uid()
      and (contact_sessions.verified_until is null or contact_sessions.verified_until > clock_timestamp())
  );
end;
$$;
comment on function private.is_my_contact(uuid) is 'Whether the caller speaks as this contact: on an anonymous device of theirs, or one that a token has tied to them within 7 days.';

create function private.is_my_workspace(workspace_id uuid)
  returns boolean
  language plpgsql stable set search_path = ''
as $$
begin
  return exists (
    select
    from public.agents
    where agents.workspace_id = is_my_workspace.workspace_id
      and agents.user_id = auth.uid()
      and agents.removed_at is null
  );
end;
$$;
comment on function private.is_my_workspace(uuid) is 'Whether the caller is an agent of this workspace.';

create function private.may_hear(topic text, extension text)
  returns boolean
  language plpgsql stable security definer set search_path = ''
as $$
declare
  v_kind constant text := split_part(topic, ':', 1);
  v_id uuid;
begin
  -- The pattern first: a cast of anything else would raise, and nothing here may, for any topic of any application.
  if topic ~ '^(workspace|agents|contact):[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}:[1-9][0-9]{0,8}$' then
    v_id := split_part(topic, ':', 2)::uuid;
    if extension is distinct from 'broadcast' then
      return false;
    elsif v_kind = 'contact' then
      return private.is_my_contact(v_id)
        and exists (select from public.contacts where contacts.id = v_id and contacts.epoch = split_part(topic, ':', 3)::integer);
    else
      return private.is_my_workspace(v_id)
        and exists (select from public.workspaces where workspaces.id = v_id and workspaces.epoch = split_part(topic, ':', 3)::integer);
    end if;
  elsif topic ~ '^conversation:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then
    v_id := split_part(topic, ':', 2)::uuid;
    return exists (
      select
      from public.conversations
      where conversations.id = v_id
        and (
          (extension in ('broadcast', 'presence') and private.is_my_workspace(conversations.workspace_id))
          or (extension = 'broadcast' and private.is_my_contact(conversations.contact_id))
        )
    );
  end if;
  return false;
end;
$$;
comment on function private.may_hear(text, text) is
  'Whether the caller may hear the topic. A definer: contacts can''t select what it looks at. Never raises.';

create function private.may_speak(topic text, extension text)
  returns boolean
  language plpgsql stable security definer set search_path = ''
as $$
begin
  if topic ~ '^agents:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}:[1-9][0-9]{0,8}$' then
    return extension is not distinct from 'broadcast' and private.may_hear(topic, extension);
  elsif topic ~ '^conversation:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then
    return extension in ('broadcast', 'presence')
      and exists (
        select
        from public.conversations
        where conversations.id = split_part(topic, ':', 2)::uuid
          and private.is_my_workspace(conversations.workspace_id)
      );
  end if;
  return false;
end;
$$;
comment on function private.may_speak(text, text) is
  'Whether the caller may send on the topic: agents only, for whoever speaks can exhaust the project''s quota for all. A definer, as may_hear(). Never raises.';

grant execute on function private.may_hear(text, text), private.may_speak(text, text) to authenticated;

create policy causerie_hear on realtime.messages
  for select to authenticated
  using ((select private.may_hear((select realtime.topic()), extension)));
create policy causerie_speak on realtime.messages
  for insert to authenticated
  with check ((select private.may_speak((select realtime.topic()), extension)));

create function public.my_topics(workspace_id uuid default null)
  returns jsonb
  language plpgsql stable security definer set search_path = ''
as $$
declare
  v_caller constant uuid := private.caller();
begin
  return (
    select jsonb_build_object(
      'workspace', coalesce(jsonb_agg('workspace:' || w.id || ':' || w.epoch order by w.id), '[]'),
      'agents', coalesce(jsonb_agg('agents:' || w.id || ':' || w.epoch order by w.id), '[]')
    )
    from public.agents a
    join public.workspaces w on w.id = a.workspace_id
    where a.user_id = v_caller
      and a.removed_at is null
      and (my_topics.workspace_id is null or w.id = my_topics.workspace_id)
  ) || (
    select jsonb_build_object('contact', coalesce(jsonb_agg('contact:' || c.id || ':' || c.epoch order by c.id), '[]'))
    from public.contacts c
    where c.id in (
        select s.contact_id
        from public.contact_sessions s
        where s.user_id = v_caller
          and (s.verified_until is null or s.verified_until > clock_timestamp())
      )
      and (my_topics.workspace_id is null or c.workspace_id = my_topics.workspace_id)
  );
end;
$$;
comment on function public.my_topics(uuid) is
  'Exact names of the topics that the caller may join now, by purpose: workspace, agents, contact. A definer: contacts select from no table. LC401 sign_in_required.';
revoke execute on function public.my_topics(uuid) from public, anon, authenticated, service_role;
grant execute on function public.my_topics(uuid) to authenticated;

-- How the database speaks. realtime.send() raises nothing: a broadcast that fails is a hole that clients fill.

create function private.tell_workspace(workspace_id uuid, event text, payload jsonb)
  returns void
  language plpgsql set search_path = ''
as $$
begin
  perform realtime.send(payload, event, 'workspace:' || workspaces.id || ':' || workspaces.epoch, true)
  from public.workspaces
  where workspaces.id = tell_workspace.workspace_id;
end;
$$;
comment on function private.tell_workspace(uuid, text, jsonb) is 'Broadcasts to the agents of a workspace.';

create function private.tell_contact(contact_id uuid, event text, payload jsonb)
  returns void
  language plpgsql set search_path = ''
as $$
begin
  perform realtime.send(payload, event, 'contact:' || contacts.id || ':' || contacts.epoch, true)
  from public.contacts
  where contacts.id = tell_contact.contact_id;
end;
$$;
comment on function private.tell_contact(uuid, text, jsonb) is 'Broadcasts to the devices of a contact.';

create function private.tell_conversation(conversation_id uuid, event text, payload jsonb)
  returns void
  language plpgsql set search_path = ''
as $$
begin
  perform realtime.send(payload, event, 'conversation:' || conversation_id, true);
end;
$$;
comment on function private.tell_conversation(uuid, text, jsonb) is 'Broadcasts to those who have the conversation open.';

revoke execute on all functions in schema private from public;
