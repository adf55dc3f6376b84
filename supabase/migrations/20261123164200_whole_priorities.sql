-- A priority is written as an integer. 1.0 passed for one and was stored in a view, which then failed for everybody who counts its rows.

create or replace function private.checked_filter(filter jsonb)
  returns jsonb
  language plpgsql immutable set search_path = ''
as $$
declare
  v_key text;
  v_value jsonb;
  v_is_valid boolean;
begin
  if filter is null or jsonb_typeof(filter) <> 'object' then
    raise exception 'A filter is an object.' using errcode = 'LC400', hint = 'filter_invalid';
  end if;
  filter := jsonb_strip_nulls(filter);
  for v_key, v_value in select entry.key, entry.value from jsonb_each(filter) entry loop
    v_is_valid := case v_key
      when 'status' then v_value in ('"open"', '"snoozed"', '"closed"')
      when 'assignee' then v_value in ('"me"', '"none"') or private.is_uuid(v_value)
      when 'mentioned' then v_value = 'true'
      when 'priority' then v_value::text in ('0', '1', '2', '3', '4') -- as text: 1.0 is equal to 1, and no integer
      when 'inbox_id' then private.is_uuid(v_value)
      when 'label_id' then private.is_uuid(v_value)
      when 'contact_id' then private.is_uuid(v_value)
      else false
    end;
    if not v_is_valid then
      raise exception 'A filter can''t have % as %.', v_value, v_key using errcode = 'LC400', hint = 'filter_invalid';
    end if;
  end loop;
  return filter;
end;
$$;

create or replace function private.checked_action(action jsonb)
  returns jsonb
  language plpgsql stable set search_path = ''
as $$
begin
  if action is null
    or jsonb_typeof(action) <> 'object'
    or not coalesce(
      case action ->> 'do'
        when 'close' then true
        when 'reopen' then true
        when 'snooze' then (action ->> 'until')::timestamptz is not null
        when 'assign' then coalesce(jsonb_typeof(action -> 'assignee_id') = 'null' or private.is_uuid(action -> 'assignee_id'), true)
        when 'label' then private.is_uuid(action -> 'label_id')
        when 'unlabel' then private.is_uuid(action -> 'label_id')
        when 'priority' then (action -> 'priority')::text in ('0', '1', '2', '3', '4')
        when 'move' then private.is_uuid(action -> 'inbox_id')
      end,
      false
    )
  then
    raise exception 'That is nothing to do.' using errcode = 'LC400', hint = 'action_invalid';
  end if;
  return action;
exception
  when data_exception then
    raise exception 'That is nothing to do.' using errcode = 'LC400', hint = 'action_invalid';
end;
$$;

update public.saved_views
set filter = jsonb_set(filter, '{priority}', to_jsonb((filter ->> 'priority')::numeric::integer))
where filter ? 'priority'
  and (filter -> 'priority')::text not in ('0', '1', '2', '3', '4');

revoke execute on all functions in schema private from public;
