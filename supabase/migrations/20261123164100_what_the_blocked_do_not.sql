-- Who is blocked does not write: neither by files into a conversation that was moved to an inbox in which they never were, nor by the comment of
-- a rating. Whether somebody must be named is asked of the inbox whose widget they write from, for files as for messages.

create function private.admit_contact_file(inbox public.inboxes, user_id uuid, contact_id uuid)
  returns void
  language plpgsql stable set search_path = ''
as $$
declare
  v_session public.contact_sessions;
  v_verified_only boolean := inbox.verified_only;
begin
  select s.*
  into v_session
  from public.contact_sessions s
  where s.user_id = admit_contact_file.user_id
    and case when admit_contact_file.contact_id is null then s.inbox_id = inbox.id else s.contact_id = admit_contact_file.contact_id end
  order by (s.inbox_id = inbox.id) desc, s.created_at, s.inbox_id
  limit 1;
  if v_session.inbox_id <> inbox.id then
    select i.verified_only into v_verified_only from public.inboxes i where i.id = v_session.inbox_id;
  end if;
  if (select c.blocked_at is not null from public.contacts c where c.id = v_session.contact_id) then
    raise exception 'This contact may not write.' using errcode = 'LC403', hint = 'blocked';
  end if;
  if v_verified_only and coalesce(v_session.verified_until <= clock_timestamp(), true) then
    raise exception 'Only those may write here whom the site has named.' using errcode = 'LC403', hint = 'verified_only';
  end if;
end;
$$;
comment on function private.admit_contact_file(public.inboxes, uuid, uuid) is
  'Raises if this user, as this contact (null: as whoever they are in the inbox, in a conversation that is not begun), may send no file now. Counts nothing, as admit_contact_message() may. LC403 blocked, verified_only.';

create or replace function public.begin_attachment(
  conversation_id uuid,
  id uuid,
  name text,
  type text,
  size bigint,
  inbox_key text default null
)
  returns jsonb
  language plpgsql security definer set search_path = ''
as $$
declare
  v_caller constant uuid := private.caller();
  v_type constant text := lower(btrim(split_part(coalesce(type, ''), ';', 1)));
  v_name constant text := private.file_name(name);
  v_conversation public.conversations;
  v_inbox public.inboxes;
  v_author public.actor := 'contact';
  v_users uuid[] := array[v_caller];
  v_attachment public.attachments;
  v_now timestamptz;
begin
  perform private.checked_id(begin_attachment.id);
  perform private.checked_id(conversation_id);
  select c.* into v_conversation from public.conversations c where c.id = begin_attachment.conversation_id;
  if found then
    v_author := private.side_of(v_conversation);
    select i.* into v_inbox from public.inboxes i where i.id = v_conversation.inbox_id;
    if v_author = 'contact' then -- all their devices are one person
      v_users := array(select s.user_id from public.contact_sessions s where s.contact_id = v_conversation.contact_id);
    end if;
  elsif inbox_key is null then
    raise exception 'There is no such conversation.' using errcode = 'LC404', hint = 'conversation_not_found';
  else
    v_inbox := private.require_inbox(inbox_key);
  end if;

  perform pg_advisory_xact_lock(hashtextextended('attachments ' || v_caller, 0)); -- the quota is counted once at a time
  select a.* into v_attachment from public.attachments a where a.id = begin_attachment.id;
  if found then
    if v_attachment.user_id is distinct from v_caller
      or v_attachment.conversation_id <> begin_attachment.conversation_id
      or v_attachment.dropped_at is not null
    then
      raise exception 'This id is taken.' using errcode = 'LC409', hint = 'id_taken';
    end if;
  else
    if not v_type = any (v_inbox.attachment_types) then
      raise exception 'Files of type % may not be sent here.', v_type using errcode = 'LC400', hint = 'attachment_type_refused';
    end if;
    if size is null or size < 1 then
      raise exception 'The file is empty.' using errcode = 'LC400', hint = 'attachment_empty';
    end if;
    if size > v_inbox.attachment_max_bytes then
      raise exception 'The file has % bytes; % are allowed.', size, v_inbox.attachment_max_bytes
        using errcode = 'LC400', hint = 'attachment_too_large';
    end if;
    if v_author = 'contact' then
      perform private.admit_contact_file(v_inbox, v_caller, v_conversation.contact_id);
    end if;
    perform private.check_attachment_quota(v_users, v_author, size);
    v_now := clock_timestamp();
    insert into public.attachments (
      id, workspace_id, inbox_id, conversation_id, user_id, author, name, type, size, path, created_at, expires_at
    )
    values (
      begin_attachment.id,
      v_inbox.workspace_id,
      v_inbox.id,
      begin_attachment.conversation_id,
      v_caller,
      v_author,
      v_name,
      v_type,
      begin_attachment.size,
      concat_ws('/', v_inbox.workspace_id, begin_attachment.conversation_id, begin_attachment.id, private.storage_name(v_name)),
      v_now,
      v_now + interval '1 hour'
    )
    on conflict on constraint attachments_pkey do nothing
    returning * into v_attachment;
    if not found then -- somebody else was faster by a moment
      raise exception 'This id is taken.' using errcode = 'LC409', hint = 'id_taken';
    end if;
  end if;
  return jsonb_build_object(
    'id', v_attachment.id,
    'bucket', 'attachments',
    'path', v_attachment.path,
    'name', v_attachment.name,
    'expires_at', v_attachment.expires_at
  );
end;
$$;
drop function private.admit_contact_file(public.inboxes, uuid);

create or replace function public.rate_conversation(conversation_id uuid, score integer, comment text default null)
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

revoke execute on all functions in schema private from public;
