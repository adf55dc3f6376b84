-- A list by label: few conversations are looked up, many are met on the way through the list. The planner guesses wrong which is which.

create or replace function private.list_conditions(workspace_id uuid, filter jsonb, caller uuid)
  returns text
  language plpgsql stable set search_path = ''
as $$
declare
  v_conditions text := format('c.workspace_id = %L', workspace_id);
  v_label_id constant uuid := (filter ->> 'label_id')::uuid;
  v_count integer;
begin
  if filter ? 'assignee' then
    v_conditions := v_conditions || case filter ->> 'assignee'
      when 'none' then ' and c.assignee_id is null'
      when 'me' then format(' and c.assignee_id = %L', caller)
      else format(' and c.assignee_id = %L', (filter ->> 'assignee')::uuid)
    end;
  end if;
  if filter ? 'inbox_id' then
    v_conditions := v_conditions || format(' and c.inbox_id = %L', (filter ->> 'inbox_id')::uuid);
  end if;
  if filter ? 'contact_id' then
    v_conditions := v_conditions || format(' and c.contact_id = %L', (filter ->> 'contact_id')::uuid);
  end if;
  if filter ? 'priority' then
    v_conditions := v_conditions || format(' and c.priority = %s', (filter ->> 'priority')::integer);
  end if;
  if v_label_id is not null then
    select count(*)
    into v_count
    from (
      select
      from public.conversation_labels l
      where l.workspace_id = list_conditions.workspace_id
        and l.label_id = v_label_id
      limit 1501
    ) l;
    v_conditions := v_conditions || case
      when v_count <= 1500 then format(
        ' and c.id = any (array(select l.conversation_id from public.conversation_labels l where l.workspace_id = %L and l.label_id = %L))',
        workspace_id, v_label_id
      )
      else format(' and c.label_ids @> array[%L::uuid]', v_label_id)
    end;
  end if;
  if filter ? 'mentioned' then
    v_conditions := v_conditions || format(
      ' and c.id = any (array(select m.conversation_id from public.mentions m where m.workspace_id = %L and m.agent_id = %L))',
      workspace_id, caller
    );
  end if;
  return v_conditions;
end;
$$;
revoke execute on all functions in schema private from public;
