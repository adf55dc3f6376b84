-- Whether a contact may write now: not blocked, named if they must be, within the limits, with a challenge solved where one is asked.
-- Counting each message cost a sixth of sending it inside Postgres, so those at every fourth place of a conversation are counted, each for four:
-- off by at most three a conversation, at a quarter of the cost.

create function private.new_challenge(inbox_id uuid, conversation_id uuid, limits private.limits, bits smallint, expires bigint)
  returns text
  language sql immutable set search_path = ''
as $$
  select bits || '.' || expires || '.' || encode(
    extensions.hmac(
      convert_to(concat_ws(' ', inbox_id, auth.uid(), conversation_id, bits, expires), 'UTF8'), limits.challenge_secret, 'sha256'
    ),
    'hex'
  );
$$;
comment on function private.new_challenge(uuid, uuid, private.limits, smallint, bigint) is
  'Work for one caller and one conversation, until then. Nothing is stored: the signature says that it is ours.';

create function private.is_solved(solution text, inbox_id uuid, conversation_id uuid, limits private.limits)
  returns boolean
  language plpgsql stable set search_path = ''
as $$
declare
  v_challenge constant text := split_part(solution, ':', 1);
  v_bits smallint;
  v_expires bigint;
begin
  if solution is null or solution !~ '^[1-9][0-9]?\.[0-9]{10}\.[0-9a-f]{64}:[0-9]{1,16}$' then
    return false;
  end if;
  v_bits := split_part(v_challenge, '.', 1)::smallint;
  v_expires := split_part(v_challenge, '.', 2)::bigint;
  return v_bits between limits.challenge_bits and 24
    and v_expires >= extract(epoch from clock_timestamp())
    and sha256(convert_to(v_challenge, 'UTF8'))
      = sha256(convert_to(private.new_challenge(inbox_id, conversation_id, limits, v_bits, v_expires), 'UTF8'))
    and ('x' || substr(encode(sha256(convert_to(solution, 'UTF8')), 'hex'), 1, 8))::bit(32)::bigint >> (32 - v_bits) = 0;
end;
$$;
comment on function private.is_solved(text, uuid, uuid, private.limits) is 'Whether the challenge is ours, for this caller and conversation, and the work was done.';

create function private.admit_conversation(inbox_id uuid, contact_id uuid, conversation_id uuid, solution text)
  returns void
  language plpgsql set search_path = ''
as $$
declare
  v_limits private.limits;
  v_open integer;
  v_retry_in double precision;
  v_address_ok boolean;
  v_inbox_ok boolean;
begin
  select l.* into v_limits from private.limits l;
  perform private.admit_newcomer(inbox_id, contact_id, v_limits);
  select count(*)
  into v_open
  from public.conversations c
  where c.contact_id = admit_conversation.contact_id
    and c.status <> 'closed';
  if v_open >= v_limits.open_conversations then
    raise exception 'There are % open conversations already.', v_open using errcode = 'LC429', hint = 'too_many_conversations';
  end if;
  if v_limits.conversations_per_hour is not null then
    v_retry_in := private.spend(contact_id, v_limits, 0, 0, 1);
    if v_retry_in is not null then
      raise exception 'These are too many new conversations.'
        using errcode = 'LC429', hint = 'too_many_conversations', detail = jsonb_build_object('retry_in', v_retry_in);
    end if;
  end if;
  v_address_ok := private.spend_address(v_limits);
  v_inbox_ok := private.spend_inbox(inbox_id, v_limits);
  if not (v_address_ok and v_inbox_ok) and not private.is_solved(solution, inbox_id, conversation_id, v_limits) then
    raise exception 'This needs a little work first.'
      using errcode = 'LC429', hint = 'challenge_required',
        detail = jsonb_build_object(
          'challenge',
          private.new_challenge(
            inbox_id, conversation_id, v_limits, v_limits.challenge_bits, extract(epoch from clock_timestamp())::bigint + 600
          ),
          'bits', v_limits.challenge_bits
        );
  end if;
  perform private.note_address(inbox_id, contact_id, v_limits);
end;
$$;
comment on function private.admit_conversation(uuid, uuid, uuid, text) is
  'Whether the caller, as this contact, may begin a conversation now. LC403 blocked; LC429 too_many_conversations (with retry_in, or because too many are open), challenge_required.';

create function private.count_messages(contact_id uuid, count integer)
  returns void
  language plpgsql set search_path = ''
as $$
declare
  v_limits private.limits;
  v_retry_in double precision;
begin
  select l.* into v_limits from private.limits l;
  if v_limits.messages_per_minute is null and v_limits.messages_per_hour is null then
    return;
  end if;
  v_retry_in := private.spend(contact_id, v_limits, count, 0, 0);
  if v_retry_in is not null then
    raise exception 'These are too many messages at once.'
      using errcode = 'LC429', hint = 'too_many_messages', detail = jsonb_build_object('retry_in', v_retry_in);
  end if;
end;
$$;
comment on function private.count_messages(uuid, integer) is 'Counts so many messages of a contact. LC429 too_many_messages.';

create function private.admit_first_message(inbox public.inboxes, contact_id uuid)
  returns void
  language plpgsql set search_path = ''
as $$
begin
  if (select c.blocked_at is not null from public.contacts c where c.id = admit_first_message.contact_id) then
    raise exception 'This contact may not write.' using errcode = 'LC403', hint = 'blocked';
  end if;
  if inbox.verified_only
    and not exists (
      select
      from public.contact_sessions s
      where s.inbox_id = inbox.id
        and s.user_id = auth.uid()
        and s.contact_id = admit_first_message.contact_id
        and s.verified_until > clock_timestamp()
    )
  then
    raise exception 'Only those may write here whom the site has named.' using errcode = 'LC403', hint = 'verified_only';
  end if;
  perform private.count_messages(contact_id, 1);
end;
$$;
comment on function private.admit_first_message(public.inboxes, uuid) is
  'Whether the caller, as their contact in this inbox, may write the message that a conversation begins with. What send_message() asks of all later ones in its first question. LC403 blocked, verified_only; LC429 too_many_messages.';

revoke execute on all functions in schema private from public;
