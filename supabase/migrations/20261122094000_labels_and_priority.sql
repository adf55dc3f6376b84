-- Labels and priority: what agents sort their conversations by. No contact sees either.

create table public.labels (
  id uuid not null default gen_random_uuid(),
  workspace_id uuid not null,
  name text not null,
  color text not null,
  created_at timestamptz not null default now(),
  constraint labels_pkey primary key (id),
  constraint labels_workspace_id_fkey foreign key (workspace_id) references public.workspaces (id) on delete cascade,
  constraint labels_name_check check (char_length(name) between 1 and 100),
  constraint labels_color_check check (color ~ '^#[0-9a-f]{6}$')
);
comment on table public.labels is 'Words that a team puts on its conversations.';
comment on column public.labels.color is 'As #rrggbb; the screen corrects its contrast.';
create unique index labels_name_key on public.labels (workspace_id, private.folded(name));

alter table public.labels enable row level security;
create policy labels_select on public.labels
  for select to authenticated
  using (workspace_id = any (array(select private.my_workspaces())));
comment on policy labels_select on public.labels is 'Agents see the labels of their workspaces.';
revoke all on public.labels from anon, authenticated, service_role;
grant select on public.labels to authenticated, service_role;

create table public.conversation_labels (
  conversation_id uuid not null,
  label_id uuid not null, -- no key to labels: those of a deleted one are dropped in chunks, by drop_label()
  workspace_id uuid not null,
  constraint conversation_labels_pkey primary key (conversation_id, label_id),
  constraint conversation_labels_conversation_id_fkey
    foreign key (conversation_id) references public.conversations (id) on delete cascade
);
comment on table public.conversation_labels is 'Which conversation has which label: for lists and reports. The conversation itself carries label_ids too.';
create index conversation_labels_label_id_idx on public.conversation_labels (workspace_id, label_id, conversation_id);

alter table public.conversation_labels enable row level security;
create policy conversation_labels_select on public.conversation_labels
  for select to authenticated
  using (workspace_id = any (array(select private.my_workspaces())));
comment on policy conversation_labels_select on public.conversation_labels is 'Agents see the labels of their workspaces'' conversations.';
revoke all on public.conversation_labels from anon, authenticated, service_role;
grant select on public.conversation_labels to authenticated, service_role;

create table private.dropped_labels (
  label_id uuid not null,
  workspace_id uuid not null,
  constraint dropped_labels_pkey primary key (label_id),
  constraint dropped_labels_workspace_id_fkey foreign key (workspace_id) references public.workspaces (id) on delete cascade
);
comment on table private.dropped_labels is 'Deleted labels that some conversations still carry: see drop_label().';
create index dropped_labels_workspace_id_idx on private.dropped_labels (workspace_id);
alter table private.dropped_labels enable row level security;

-- The labels themselves

create function public.save_label(workspace_id uuid, name text, color text, id uuid default null)
  returns public.labels
  language plpgsql security definer set search_path = ''
as $$
declare
  v_agent constant public.agents := private.require_manager(workspace_id);
  v_label public.labels;
begin
  name := private.checked_name(name);
  color := lower(color);
  if color is null or color !~ '^#[0-9a-f]{6}$' then
    raise exception 'A colour is written #rrggbb.' using errcode = 'LC400', hint = 'color_invalid';
  end if;
  if save_label.id is null then
    insert into public.labels (workspace_id, name, color)
    values (v_agent.workspace_id, save_label.name, save_label.color)
    returning * into v_label;
  else
    update public.labels
    set name = save_label.name,
      color = save_label.color
    where labels.id = save_label.id
      and labels.workspace_id = v_agent.workspace_id
    returning * into v_label;
    if not found then
      raise exception 'There is no such label.' using errcode = 'LC404', hint = 'label_not_found';
    end if;
  end if;
  return v_label;
exception
  when unique_violation then
    raise exception 'A label of this name is there already.' using errcode = 'LC409', hint = 'name_taken';
end;
$$;
comment on function public.save_label(uuid, text, text, uuid) is
  'Makes a label, or changes the one with this id. For owners and admins. A definer: writes go through functions only. LC400 name_invalid, color_invalid; LC401 sign_in_required; LC403 not_allowed; LC404 workspace_not_found, label_not_found; LC409 name_taken.';

create function private.drop_label(label_id uuid, max integer)
  returns integer
  language plpgsql set search_path = ''
as $$
declare
  v_conversation public.conversations;
  v_count integer := 0;
begin
  for v_conversation in
    select c.*
    from public.conversation_labels l
    join public.conversations c on c.id = l.conversation_id
    where l.workspace_id = (select d.workspace_id from private.dropped_labels d where d.label_id = drop_label.label_id)
      and l.label_id = drop_label.label_id
    order by c.id
    limit drop_label.max
    for no key update of c skip locked -- who writes in one waits for nobody here
  loop
    v_conversation.changed_at := private.time_of_write(v_conversation);
    v_conversation.rev := v_conversation.rev + 1;
    v_conversation.label_ids := array_remove(v_conversation.label_ids, drop_label.label_id);
    perform private.save_conversation(v_conversation);
    delete from public.conversation_labels l
    where l.conversation_id = v_conversation.id
      and l.label_id = drop_label.label_id;
    v_count := v_count + 1;
  end loop;
  delete from private.dropped_labels d
  where d.label_id = drop_label.label_id
    and not exists (
      select
      from public.conversation_labels l
      where l.workspace_id = d.workspace_id
        and l.label_id = d.label_id
    );
  return v_count;
end;
$$;
comment on function private.drop_label(uuid, integer) is
  'Takes a deleted label off its conversations, so many at once, without events: the screens know no such label any more.';

create function public.delete_label(id uuid)
  returns void
  language plpgsql security definer set search_path = ''
as $$
declare
  v_label public.labels;
begin
  select l.* into v_label from public.labels l where l.id = delete_label.id;
  if not private.is_my_workspace(v_label.workspace_id) then
    raise exception 'There is no such label.' using errcode = 'LC404', hint = 'label_not_found';
  end if;
  perform private.require_manager(v_label.workspace_id);
  delete from public.labels l where l.id = v_label.id; -- who is giving it at this moment holds it, and is waited for
  insert into private.dropped_labels (label_id, workspace_id)
  values (v_label.id, v_label.workspace_id)
  on conflict on constraint dropped_labels_pkey do nothing;
  perform private.drop_label(v_label.id, 200);
end;
$$;
comment on function public.delete_label(uuid) is
  'Deletes a label; conversations lose it, all but the first 200 within minutes. For owners and admins. A definer: writes go through functions only. LC401 sign_in_required; LC403 not_allowed; LC404 label_not_found.';

-- On conversations

create function private.save_with_event(
  conversation public.conversations,
  kind public.conversation_event_kind,
  data jsonb,
  contact_sees boolean,
  actor public.actor
)
  returns public.conversations
  language plpgsql set search_path = ''
as $$
declare
  v_event jsonb;
begin
  v_event := private.add_event(conversation, kind, actor, data);
  if contact_sees then
    conversation.contact_changed_at := conversation.changed_at;
  end if;
  conversation := private.save_conversation(conversation);
  perform private.tell_workspace(
    conversation.workspace_id,
    'event_created',
    v_event || jsonb_build_object('conversation', private.inbox_conversation(conversation))
  );
  if contact_sees then
    perform private.tell_contact(conversation.contact_id, 'conversation_changed', private.contact_conversation(conversation));
  end if;
  return conversation;
end;
$$;
comment on function private.save_with_event(public.conversations, public.conversation_event_kind, jsonb, boolean, public.actor) is
  'Stores what somebody, or time, changed, with its event, and tells the team; the contact too where they can see it.';

create function private.label_locked(conversation public.conversations, label_id uuid, is_on boolean)
  returns public.conversations
  language plpgsql set search_path = ''
as $$
declare
  v_name text;
begin
  select l.name
  into v_name
  from public.labels l
  where l.id = label_locked.label_id
    and l.workspace_id = conversation.workspace_id
  for key share; -- who deletes it waits, and then takes it off this conversation too
  if not found then
    raise exception 'There is no such label.' using errcode = 'LC404', hint = 'label_not_found';
  end if;
  if coalesce(is_on, true) = (label_locked.label_id = any (conversation.label_ids)) then
    return conversation;
  end if;
  if coalesce(is_on, true) then
    if cardinality(conversation.label_ids) >= 50 then
      raise exception 'A conversation has at most 50 labels.' using errcode = 'LC409', hint = 'too_many_labels';
    end if;
    insert into public.conversation_labels (conversation_id, label_id, workspace_id)
    values (conversation.id, label_locked.label_id, conversation.workspace_id);
    conversation.label_ids := conversation.label_ids || label_locked.label_id;
  else
    delete from public.conversation_labels l
    where l.conversation_id = conversation.id
      and l.label_id = label_locked.label_id;
    conversation.label_ids := array_remove(conversation.label_ids, label_locked.label_id);
  end if;
  conversation.changed_at := private.time_of_write(conversation);
  conversation.rev := conversation.rev + 1;
  return private.save_with_event(
    conversation,
    case when coalesce(is_on, true) then 'labelled' else 'unlabelled' end::public.conversation_event_kind,
    jsonb_build_object('label_id', label_locked.label_id, 'name', v_name),
    false
  );
end;
$$;
comment on function private.label_locked(public.conversations, uuid, boolean) is
  'Puts a label on a locked conversation, or takes it off. LC404 label_not_found; LC409 too_many_labels.';

create function public.label_conversation(conversation_id uuid, label_id uuid, "on" boolean default true)
  returns public.conversations
  language plpgsql security definer set search_path = ''
as $$
begin
  return private.label_locked(private.lock_as_agent(conversation_id), label_id, "on");
end;
$$;
comment on function public.label_conversation(uuid, uuid, boolean) is
  'Puts a label on the conversation, or takes it off. A definer: writes go through functions only. LC401 sign_in_required; LC404 conversation_not_found, label_not_found; LC409 too_many_labels.';

create function private.prioritise_locked(conversation public.conversations, priority integer)
  returns public.conversations
  language plpgsql set search_path = ''
as $$
declare
  v_former constant integer := conversation.priority;
begin
  if priority is null or priority not between 0 and 4 then
    raise exception 'A priority is 0 to 4.' using errcode = 'LC400', hint = 'priority_invalid';
  end if;
  if priority = v_former then
    return conversation;
  end if;
  conversation.changed_at := private.time_of_write(conversation);
  conversation.rev := conversation.rev + 1;
  conversation.priority := prioritise_locked.priority;
  return private.save_with_event(
    conversation, 'priority_changed', jsonb_build_object('priority', prioritise_locked.priority, 'former', v_former), false
  );
end;
$$;
comment on function private.prioritise_locked(public.conversations, integer) is 'Gives a locked conversation a priority. LC400 priority_invalid.';

create function public.set_priority(conversation_id uuid, priority integer)
  returns public.conversations
  language plpgsql security definer set search_path = ''
as $$
begin
  return private.prioritise_locked(private.lock_as_agent(conversation_id), priority);
end;
$$;
comment on function public.set_priority(uuid, integer) is
  'Gives the conversation a priority: 0 none, 1 low, 2 medium, 3 high, 4 urgent. A definer: writes go through functions only. LC400 priority_invalid; LC401 sign_in_required; LC404 conversation_not_found.';

create index conversations_priority_idx
  on public.conversations (workspace_id, priority, status, last_message_at desc, id desc)
  where priority > 0;

revoke execute on function
  public.save_label(uuid, text, text, uuid),
  public.delete_label(uuid),
  public.label_conversation(uuid, uuid, boolean),
  public.set_priority(uuid, integer)
  from public, anon, authenticated, service_role;
grant execute on function
  public.save_label(uuid, text, text, uuid),
  public.delete_label(uuid),
  public.label_conversation(uuid, uuid, boolean),
  public.set_priority(uuid, integer)
  to authenticated;

revoke execute on all functions in schema private from public;
