-- How a conversation ends for the contact: by their own word, and with a rating.

create table public.ratings (
  conversation_id uuid not null,
  episode integer not null,
  workspace_id uuid not null,
  inbox_id uuid not null,
  contact_id uuid,
  agent_id uuid,
  score smallint not null,
  comment text,
  created_at timestamptz not null,
  constraint ratings_pkey primary key (conversation_id, episode),
  constraint ratings_inbox_id_fkey foreign key (inbox_id) references public.inboxes (id) on delete cascade,
  constraint ratings_contact_id_fkey foreign key (contact_id) references public.contacts (id) on delete cascade,
  constraint ratings_agent_id_fkey foreign key (workspace_id, agent_id) references public.agents (workspace_id, user_id),
  constraint ratings_score_check check (score between 1 and 5),
  constraint ratings_comment_check check (char_length(comment) between 1 and 2000)
);
comment on table public.ratings is 'How contacts liked an episode: 1 to 5 points and a comment, once.';
comment on column public.ratings.contact_id is 'Null: the conversation was dropped, and the score is nobody''s.';
comment on column public.ratings.agent_id is 'Whose it is: the assignee, else who replied last in the episode; null: nobody did.';
create index ratings_workspace_id_idx on public.ratings (workspace_id, created_at desc);
create index ratings_contact_id_idx on public.ratings (contact_id);
create index ratings_inbox_id_idx on public.ratings (inbox_id);
create index ratings_agent_id_idx on public.ratings (workspace_id, agent_id);

alter table public.ratings enable row level security;
create policy ratings_select on public.ratings
  for select to authenticated
  using (workspace_id = any (array(select private.my_workspaces())));
comment on policy ratings_select on public.ratings is 'Agents read the ratings of their workspaces; contacts see theirs with the conversation.';
revoke all on public.ratings from anon, authenticated, service_role;
grant select on public.ratings to authenticated, service_role;

create function private.lock_as_contact(conversation_id uuid)
  returns public.conversations
  language plpgsql set search_path = ''
as $$
declare
  v_conversation constant public.conversations := private.lock_conversation(conversation_id);
begin
  if private.side_of(v_conversation) <> 'contact' then
    raise exception 'This is for the contact.' using errcode = 'LC403', hint = 'not_allowed';
  end if;
  return v_conversation;
end;
$$;
comment on function private.lock_as_contact(uuid) is
  'The conversation, locked, for its contact. LC401 sign_in_required, LC403 not_allowed for agents, LC404 conversation_not_found.';

create function private.save_as_contact(conversation public.conversations, kind public.conversation_event_kind, data jsonb)
  returns public.conversations
  language plpgsql set search_path = ''
as $$
declare
  v_event jsonb;
begin
  v_event := private.add_event(conversation, kind, 'contact', data);
  conversation.contact_changed_at := conversation.changed_at;
  conversation := private.save_conversation(conversation);
  perform private.tell_workspace(
    conversation.workspace_id,
    'event_created',
    v_event || jsonb_build_object('conversation', private.inbox_conversation(conversation))
  );
  perform private.tell_contact(conversation.contact_id, 'conversation_changed', private.contact_conversation(conversation));
  return conversation;
end;
$$;
comment on function private.save_as_contact(public.conversations, public.conversation_event_kind, jsonb) is
  'Stores what a contact changed, with its event, and tells both sides.';

create function public.end_conversation(conversation_id uuid)
  returns jsonb
  language plpgsql security definer set search_path = ''
as $$
declare
  v_conversation public.conversations := private.lock_as_contact(conversation_id);
begin
  if v_conversation.status <> 'closed' then
    v_conversation.changed_at := private.time_of_write(v_conversation);
    v_conversation.rev := v_conversation.rev + 1;
    v_conversation.status := 'closed';
    v_conversation.snoozed_until := null;
    v_conversation.closed_at := v_conversation.changed_at;
    if v_conversation.waiting_since is not null then
      perform private.end_turn(v_conversation, 'closed_by_contact');
      v_conversation.waiting_since := null;
    end if;
    perform private.close_episode(v_conversation, 'contact');
    v_conversation := private.save_as_contact(v_conversation, 'closed', '{}');
  end if;
  return private.contact_conversation(v_conversation);
end;
$$;
comment on function public.end_conversation(uuid) is
  'The contact ends their conversation: the episode ends, a turn that waits ends unanswered. Of what is closed: the conversation as it is. A definer: writes go through functions only. LC401 sign_in_required; LC403 not_allowed; LC404 conversation_not_found.';

create function public.rate_conversation(conversation_id uuid, score integer, comment text default null)
  returns jsonb
  language plpgsql security definer set search_path = ''
as $$
declare
  v_conversation public.conversations := private.lock_as_contact(conversation_id);
  v_comment text;
  v_rating public.ratings;
begin
  if score is null or score not between 1 and 5 then
    raise exception 'A score is 1, 2, 3, 4 or 5.' using errcode = 'LC400', hint = 'score_invalid';
  end if;
  if char_length(comment) > 2000 then
    raise exception 'A comment has up to 2000 characters.' using errcode = 'LC400', hint = 'comment_too_long';
  end if;
  if not private.is_blank(comment) then
    v_comment := private.checked_body(comment);
  end if;
  if v_conversation.status <> 'closed' then
    raise exception 'The conversation goes on.' using errcode = 'LC409', hint = 'conversation_open';
  end if;
  select r.*
  into v_rating
  from public.ratings r
  where r.conversation_id = v_conversation.id
    and r.episode = v_conversation.episode;
  if found then
    if v_rating.score <> rate_conversation.score or v_rating.comment is distinct from v_comment then
      raise exception 'This has been rated.' using errcode = 'LC409', hint = 'already_rated';
    end if;
    return private.contact_conversation(v_conversation); -- said again, for the answer was lost
  end if;
  if (select c.blocked_at is not null from public.contacts c where c.id = v_conversation.contact_id) then
    raise exception 'This contact may not write.' using errcode = 'LC403', hint = 'blocked';
  end if;
  if not (select i.ask_rating from public.inboxes i where i.id = v_conversation.inbox_id) then
    raise exception 'This inbox asks for no ratings.' using errcode = 'LC403', hint = 'not_allowed';
  end if;

  v_conversation.changed_at := private.time_of_write(v_conversation);
  v_conversation.rev := v_conversation.rev + 1;
  insert into public.ratings (conversation_id, episode, workspace_id, inbox_id, contact_id, agent_id, score, comment, created_at)
  values (
    v_conversation.id,
    v_conversation.episode,
    v_conversation.workspace_id,
    v_conversation.inbox_id,
    v_conversation.contact_id,
    coalesce(
      v_conversation.assignee_id,
      (
        select t.replier_id
        from public.turns t
        where t.conversation_id = v_conversation.id
          and t.episode = v_conversation.episode
          and t.outcome = 'replied'
        order by t.turn desc
        limit 1
      )
    ),
    rate_conversation.score,
    v_comment,
    v_conversation.changed_at
  );
  v_conversation := private.save_as_contact(
    v_conversation, 'rated', jsonb_build_object('score', score, 'comment', v_comment)
  );
  return private.contact_conversation(v_conversation);
end;
$$;
comment on function public.rate_conversation(uuid, integer, text) is
  'The contact rates the episode that was closed, once: 1 to 5, with a comment. Again with the same: the same answer. A definer: writes go through functions only. LC400 score_invalid, comment_too_long, message_control_characters; LC401 sign_in_required; LC403 blocked, not_allowed; LC404 conversation_not_found; LC409 conversation_open, already_rated.';

revoke execute on function public.end_conversation(uuid), public.rate_conversation(uuid, integer, text) from public, anon, authenticated, service_role;
grant execute on function public.end_conversation(uuid), public.rate_conversation(uuid, integer, text) to authenticated;

revoke execute on all functions in schema private from public;
